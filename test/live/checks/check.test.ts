import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort } from "../../../src/io/machine/free-port.ts";
import { nameOf } from "../../../src/plan/names.ts";
import { restart } from "../../support/crash.ts";
import { findingsIn, ill } from "../../support/findings.ts";
import { startWebhook, type Webhook } from "../../support/network/webhook.ts";
import { breakProxy, repairProxy, serveAsBefore, serveWith } from "../../support/proxy/broken-proxy.ts";
import { makeCertificate } from "../../support/proxy/certificates.ts";
import { sample } from "../../support/sample.ts";
import { chatkeep, chatkeepSucceeds, type Outcome } from "../../support/stack/command-line.ts";
import { editConfiguration, keep } from "../../support/stack/edit-configuration.ts";
import { engineOf, roles } from "../../support/stack/engine.ts";
import { planOf } from "../../support/stack/plan.ts";
import { bootStack, type StackRecord, testSettings } from "../../support/stack/stack.ts";
import { changeSetting } from "../../support/stack/stack-file.ts";
import { removeStack } from "../../support/stack/sweep.ts";

let stack: StackRecord;
let webhook: Webhook;

beforeAll(async () => {
  stack = await bootStack({ ...(await testSettings()), push: "off" });
  webhook = await startWebhook(webhookFile());
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
    expect(findingsIn(outcome).map(({ id }) => id)).toEqual([
      "services.healthy",
      "services.restarts",
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
    expect(webhook.heard).toEqual([]);
  });
});

const parts = [wrongCertificate, stoppedDatabase, otherKeyAndContainer];
for (const tests of sample(
  "what is found",
  [changedProxy, ...sample("parts that fail", parts, 1), changedSettings, takenAway],
  2,
))
  tests();

function webhookFile(): string {
  return join(stack.stateHome, "webhook");
}

function tell(): Promise<Outcome> {
  return chatkeep(stack, ["check", "--changes", "--json", "--webhook-file", webhookFile()]);
}

function wrongCertificate(): void {
  describe("a proxy with a certificate", () => {
    afterAll(() => serveAsBefore(stack));

    const wrongOnes = [
      ["of a outsider", {}, { "tls.chain": "wrong" }],
      ["for another name", { name: "old.example" }, { "tls.chain": "wrong", "tls.name": "wrong" }],
      ["that is over", { to: "20260301000000Z" }, { "tls.chain": "unknown", "tls.days-left": "wrong" }],
    ] as const;

    it.each(sample("wrong certificates", wrongOnes, 1))("%s is named for that", async (_, wish, found) => {
      await serveWith(stack, await makeCertificate({ name: "localhost", ...wish }));
      expect(ill(await chatkeep(stack, ["check", "--json"]))).toEqual(found);
    });
  });
}

function stoppedDatabase(): void {
  describe("a Synapse", () => {
    it("whose database is stopped is named for that, though its proxy serves on", async () => {
      const postgres = engineOf(stack).getContainer(nameOf(stack.name, "postgres"));
      await postgres.stop();
      const found = ill(await chatkeep(stack, ["check", "--json"]));
      expect(found).toMatchObject({ "services.healthy": "wrong", "database.behind": "wrong" });
      expect(found).not.toHaveProperty("well-known.client");
      await postgres.start();
      await restart(stack, "synapse"); // it would fail once more with each connection it had
    });
  });
}

function otherKeyAndContainer(): void {
  describe("a signing key that is another, and a container that someone put beside the server", () => {
    it("are named, the container for the port it opens", async () => {
      const another = "ed25519 ck_00000000 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
      await editConfiguration(stack, "synapse", `${keep("signing.key")}; echo "${another}" > signing.key`);
      const port = await freePort();
      const container = await engineOf(stack).createContainer({
        Image: planOf(stack).services.synapse.image,
        Entrypoint: ["sleep", "600"],
        Labels: { "chatkeep.stack": stack.name, "chatkeep.role": "outsider" },
        HostConfig: { PortBindings: { "80/tcp": [{ HostIp: "127.0.0.1", HostPort: `${port}` }] } },
        ExposedPorts: { "80/tcp": {} },
      });
      await container.start();
      const found = ill(await chatkeep(stack, ["check", "--json"]));
      await container.remove({ force: true });
      await editConfiguration(stack, "synapse", "cat kept-signing.key.old > signing.key");
      expect(found).toEqual({ "keys.server": "wrong", "ports.published": "wrong" });
    });
  });
}

function changedProxy(): void {
  describe("a proxy whose files someone changed", () => {
    it("is named for each of it, once, and the webhook hears of it", async () => {
      await breakProxy(stack);
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
      expect(findingsIn(outcome).every(({ before }) => before === "fine")).toBe(true);
      expect(webhook.heard.map((each) => JSON.parse(each))).toEqual([JSON.parse(outcome.stdout)]);
      expect(await tell()).toMatchObject({ exitCode: 3, stdout: "" });
      expect(webhook.heard).toHaveLength(1);
    });

    it("is told to be well again once it is", async () => {
      await repairProxy(stack);
      const outcome = await tell();
      expect(outcome.exitCode).toBe(0);
      expect(findingsIn(outcome).map(({ verdict, before }) => `${before} → ${verdict}`)).toEqual(
        Array(5).fill("wrong → fine"),
      );
    });
  });
}

function changedSettings(): void {
  describe("settings that were changed and not brought up", () => {
    it("are drift alone, which has an exit code of its own", async () => {
      await changeSetting(stack.name, "registration", "token");
      const outcome = await chatkeep(stack, ["check", "--json"]);
      await changeSetting(stack.name, "registration", "closed");
      expect(ill(outcome)).toEqual({ drift: "wrong" });
      expect(outcome.exitCode).toBe(4);
    });
  });
}

/** Nothing may come after it. */
function takenAway(): void {
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
      expect(findingsIn(outcome).filter(({ verdict }) => verdict === "fine")).toEqual([]);
    });
  });
}
