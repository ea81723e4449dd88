import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort } from "../../../src/io/free-port.ts";
import { untilTrue } from "../../../src/io/until.ts";
import { nameOf } from "../../../src/plan/names.ts";
import type { ServiceRole } from "../../../src/plan/plan.ts";
import { makeCertificate, type ServerCertificate } from "../../support/certificates.ts";
import { chatkeep, chatkeepSucceeds, type Outcome } from "../../support/command-line.ts";
import { changeBySed, editConfiguration } from "../../support/edit-configuration.ts";
import { engineOf, roles } from "../../support/engine.ts";
import { healthOf } from "../../support/health.ts";
import { planOf } from "../../support/plan.ts";
import { bootStack, type StackRecord, testSettings } from "../../support/stack.ts";
import { changeSetting } from "../../support/stack-file.ts";
import { removeStack } from "../../support/sweep.ts";

interface Found {
  readonly id: string;
  readonly verdict: string;
  readonly before?: string;
}

let stack: StackRecord;
let webhook: Server;
const heard: string[] = [];

beforeAll(async () => {
  stack = await bootStack({ ...(await testSettings()), push: "off" });
  webhook = createServer(async (request, response) => {
    heard.push(await text(request));
    response.end();
  }).listen(0, "127.0.0.1");
  await once(webhook, "listening");
  await writeFile(webhookFile(), `http://127.0.0.1:${(webhook.address() as AddressInfo).port}/\n`);
});
afterAll(async () => {
  webhook?.close();
  if (stack !== undefined) await removeStack(stack);
});

describe("a server as it came up", () => {
  it("is found to be well, from all sides", async () => {
    const outcome = await chatkeep(stack, ["check", "--json"]);
    expect(ill(outcome)).toEqual({});
    expect(outcome.exitCode).toBe(0);
    console.log(`\`chatkeep check\` took ${outcome.seconds.toFixed(1)} s.`);
    expect(foundIn(outcome).map(({ id }) => id)).toEqual([
      "services.healthy",
      "ports.published",
      "drift",
      "client.versions",
      "keys.server",
      "database.behind",
      "upload.limit",
      "clock.skew",
      "well-known.client",
      "well-known.cors",
      "admin.hidden",
      "federation.closed",
      "federation.listener",
      "headers.security",
      "tls.chain",
      "tls.name",
      "tls.days-left",
      "tls.versions",
      "tls.suites",
    ]);
  });

  it("has its certificate's days in `status`", async () => {
    const { certificate } = JSON.parse((await chatkeepSucceeds(stack, ["status", "--json"])).stdout);
    expect(certificate).toMatchObject({ daysLeft: expect.any(Number), issuer: expect.stringContaining("Caddy") });
  });

  it("has no changes to be told", async () => {
    expect(await tell()).toMatchObject({ exitCode: 0, stdout: "" });
    expect(heard).toEqual([]);
  });
});

describe("a proxy whose files somebody changed", () => {
  it("is named for each of it, once, and the webhook hears of it", async () => {
    await breakProxy();
    const wanted = {
      "admin.hidden": "wrong",
      "headers.security": "wrong",
      "upload.limit": "wrong",
      "well-known.client": "wrong",
      "well-known.cors": "wrong",
    };
    const outcome = await tell();
    expect(outcome.exitCode).toBe(3);
    expect(ill(outcome)).toEqual(wanted);
    expect(foundIn(outcome).every(({ before }) => before === "fine")).toBe(true);
    expect(heard.map((each) => JSON.parse(each))).toEqual([JSON.parse(outcome.stdout)]);
    expect(await tell()).toMatchObject({ exitCode: 3, stdout: "" });
    expect(heard).toHaveLength(1);
  });

  it("is told to be well again once it is", async () => {
    await editConfiguration(stack, "proxy", 'for old in kept-*; do cat "$old" > "$(cat "name-$old")"; done');
    await restart("proxy");
    const outcome = await tell();
    expect(outcome.exitCode).toBe(0);
    expect(foundIn(outcome).map(({ verdict, before }) => `${before} → ${verdict}`)).toEqual(
      Array(5).fill("wrong → fine"),
    );
  });

  it.each([
    ["of a stranger", {}, { "tls.chain": "wrong" }],
    ["for another name", { name: "old.example" }, { "tls.chain": "wrong", "tls.name": "wrong" }],
    ["that is over", { to: "20260301000000Z" }, { "tls.chain": "unknown", "tls.days-left": "wrong" }],
  ])("with a certificate %s is named for that", async (_, wish, found) => {
    await serveWith(await makeCertificate({ name: "localhost", ...wish }));
    const outcome = await chatkeep(stack, ["check", "--json"]);
    await serveAsBefore();
    expect(ill(outcome)).toEqual(found);
  });
});

describe("a Synapse", () => {
  it("that has another signing key is named for that", async () => {
    const another = "ed25519 ck_00000000 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    await editConfiguration(stack, "synapse", `${keep("signing.key")}; echo "${another}" > signing.key`);
    const outcome = await chatkeep(stack, ["check", "--json"]);
    await editConfiguration(stack, "synapse", "cat kept-signing.key.old > signing.key");
    expect(ill(outcome)).toEqual({ "keys.server": "wrong" });
  });

  it("whose database is stopped is named for that, though its proxy serves on", async () => {
    const postgres = engineOf(stack).getContainer(nameOf(stack.name, "postgres"));
    await postgres.stop();
    const found = ill(await chatkeep(stack, ["check", "--json"]));
    expect(found).toMatchObject({ "services.healthy": "wrong", "database.behind": "wrong" });
    expect(found).not.toHaveProperty("well-known.client");
    await postgres.start();
    await restart("synapse"); // it would fail once more with each connection it had
  });
});

describe("a container that somebody put beside the server", () => {
  it("is named for the port it opens", async () => {
    const port = await freePort();
    const container = await engineOf(stack).createContainer({
      Image: planOf(stack).services.synapse.image,
      Entrypoint: ["sleep", "600"],
      Labels: { "chatkeep.stack": stack.name, "chatkeep.role": "stranger" },
      HostConfig: { PortBindings: { "80/tcp": [{ HostIp: "127.0.0.1", HostPort: `${port}` }] } },
      ExposedPorts: { "80/tcp": {} },
    });
    await container.start();
    const found = ill(await chatkeep(stack, ["check", "--json"]));
    await container.remove({ force: true });
    expect(found).toEqual({ "ports.published": "wrong" });
  });
});

describe("settings that were changed and not brought up", () => {
  it("are drift alone, which has an exit code of its own", async () => {
    await changeSetting(stack.name, "registration", "token");
    const outcome = await chatkeep(stack, ["check", "--json"]);
    await changeSetting(stack.name, "registration", "closed");
    expect(ill(outcome)).toEqual({ drift: "wrong" });
    expect(outcome.exitCode).toBe(4);
  });
});

describe("a server that was taken away", () => {
  it("is said to be, and what cannot be looked at is not said to be well", async () => {
    await Promise.all(
      roles.map((role) => engineOf(stack).getContainer(nameOf(stack.name, role)).remove({ force: true })),
    );
    const outcome = await chatkeep(stack, ["check", "--json"]);
    expect(outcome.exitCode).toBe(3);
    expect(ill(outcome)).toMatchObject({
      "services.healthy": "wrong",
      drift: "wrong",
      "client.versions": "unknown",
      "keys.server": "unknown",
      "tls.days-left": "unknown",
      "admin.hidden": "unknown",
    });
    expect(foundIn(outcome).filter(({ verdict }) => verdict === "fine")).toEqual([]);
  });
});

function webhookFile(): string {
  return join(stack.stateHome, "webhook");
}

function tell(): Promise<Outcome> {
  return chatkeep(stack, ["check", "--changes", "--json", "--webhook-file", webhookFile()]);
}

function foundIn({ stdout }: Outcome): readonly Found[] {
  const document = JSON.parse(stdout);
  expect(document.version).toBe(1);
  return document.findings ?? document.changed;
}

/** What is not fine, by its id. */
function ill(outcome: Outcome): Readonly<Record<string, string>> {
  const found = foundIn(outcome).filter(({ verdict }) => verdict !== "fine");
  return Object.fromEntries(found.map(({ id, verdict }) => [id, verdict]));
}

/** Keeps a file's text, and under which name it was. */
function keep(file: string): string {
  const kept = `kept-${file.replaceAll("/", "-")}.old`;
  return `cp "${file}" "${kept}"; echo "${file}" > "name-${kept}"`;
}

async function serveWith({ cert, key }: ServerCertificate): Promise<void> {
  const put = (file: string, content: string) =>
    `echo ${Buffer.from(content).toString("base64")} | base64 -d > ${file}; chmod 444 ${file}`;
  const files = [put("strange.pem", cert), put("strange-key.pem", key)];
  await editConfiguration(
    stack,
    "proxy",
    [...files, keep("tls.caddyfile"), "echo 'tls strange.pem strange-key.pem' > tls.caddyfile"].join("\n"),
  );
  await restart("proxy");
}

async function serveAsBefore(): Promise<void> {
  await editConfiguration(stack, "proxy", "cat kept-tls.caddyfile.old > tls.caddyfile");
  await restart("proxy");
}

async function breakProxy(): Promise<void> {
  const client = ".well-known/matrix/client";
  const script = [
    'for file in Caddyfile *.caddyfile; do cp "$file" "kept-$file.old"; echo "$file" > "name-kept-$file.old"; done',
    keep(client),
    changeBySed(
      "Caddyfile",
      's#max_size "[0-9]*"#max_size "1024"#',
      "/header X-Content-Type-Options/d",
      "s#@hidden path .*#@hidden path /nothing#",
      "s#/_synapse/client/\\*#/_synapse/*#",
    ),
    // Which file the header stands in does not matter here.
    'for file in Caddyfile *.caddyfile; do sed "/header Access-Control-Allow-Origin/d" "$file" > /tmp/new; cat /tmp/new > "$file"; done',
    `echo '{"m.homeserver":{"base_url":"https://old.example"}}' > ${client}`,
  ];
  await editConfiguration(stack, "proxy", script.join("\n"));
  await restart("proxy");
}

async function restart(role: ServiceRole): Promise<void> {
  await engineOf(stack).getContainer(nameOf(stack.name, role)).restart();
  await untilWell();
}

async function untilWell(): Promise<void> {
  const areWell = async () =>
    (await Promise.all(roles.map((role) => healthOf(stack, role)))).every((each) => each === "healthy");
  await untilTrue("healthy Postgres, Synapse and proxy", areWell, { seconds: 90 });
}
