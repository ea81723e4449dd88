import { randomBytes } from "node:crypto";
import { Resolver } from "node:dns/promises";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stackFilePath } from "../../../src/io/machine/program-files.ts";
import { FakeCloudflare } from "../../support/fake-cloudflare/fake-cloudflare.ts";
import { pathsFor } from "../../support/leaks/secrets.ts";
import { sample } from "../../support/sample.ts";
import { chatkeep, chatkeepSucceeds, type Home } from "../../support/stack/command-line.ts";
import { engineOf, leftOnEngine } from "../../support/stack/engine.ts";
import { newHome, testSettings } from "../../support/stack/stack.ts";
import { writeStackFile } from "../../support/stack/stack-file.ts";
import { removeStack } from "../../support/stack/sweep.ts";

const token = `cf_${randomBytes(20).toString("hex")}`;
let fake: FakeCloudflare;
let home: Home;
let tokenFile: string;
const resolver = new Resolver();

beforeAll(async () => {
  fake = await FakeCloudflare.start({ zones: [{ name: "acme.test" }], tokens: [{ token }], dns: true });
  resolver.setServers([fake.dnsServer ?? ""]);
  home = await newHome({ environment: { CLOUDFLARE_BASE_URL: fake.baseUrl } });
  tokenFile = join(home.stateHome, "token");
  await writeFile(tokenFile, `${token}\n`, { mode: 0o600 });
  const dns = { dns: "cloudflare", addresses: { ipv4: "203.0.113.7" }, throwaway: false };
  await writeStackFile(home.name, { ...(await testSettings()), hostName: "chat.acme.test", ...dns });
  const old = { type: "A", name: "chat", content: "198.51.100.1", ttl: 1, proxied: true };
  await fake.change("acme.test", (zone) => void zone.create(old));
});
afterAll(async () => {
  await removeStack(home);
  await fake.stop();
});

async function containers(): Promise<number> {
  const filters = { label: [`chatkeep.stack=${home.name}`] };
  return (await engineOf(home).listContainers({ all: true, filters })).length;
}

describe("`up` with records at Cloudflare", () => {
  it("asks for the token first, and makes nothing without it", async () => {
    const { exitCode, stderr } = await chatkeep(home, ["up"]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("--cloudflare-token-file FILE")]);
    expect(await containers()).toBe(0);
  });

  it("takes it for a plan to look at, and does not keep it then", async () => {
    const { exitCode, stderr } = await chatkeep(home, ["up", "--dry-run", "--cloudflare-token-file", tokenFile]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("planned: 203.0.113.7, ttl 300, not proxied")]);
    expect((await chatkeep(home, ["up", "--dry-run"])).stderr).toContain("--cloudflare-token-file FILE");
  });

  it("shows what is there otherwise than planned, and makes and changes nothing", async () => {
    const { exitCode, stderr } = await chatkeep(home, ["up", "--cloudflare-token-file", tokenFile]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("A chat.acme.test  198.51.100.1, ttl automatic, proxied");
    expect(stderr).toContain("planned: 203.0.113.7, ttl 300, not proxied");
    expect(stderr).toContain("--replace-records");
    expect(await containers()).toBe(0);
    expect(fake.records("acme.test")).toMatchObject([{ content: "198.51.100.1", proxied: true }]);
  });

  it("replaces it when that is said, and then the name resolves", async () => {
    const { stderr } = await chatkeepSucceeds(home, ["up", "--replace-records"]);
    expect(stderr).toContain("replace the record A chat.acme.test  198.51.100.1");
    expect(fake.records("acme.test")).toMatchObject([{ content: "203.0.113.7", proxied: false, ttl: 300 }]);
    expect(await resolver.resolve4("chat.acme.test")).toEqual(["203.0.113.7"]);
  });

  it("is told by `status` how long its certificate lasts, though the name leads nowhere from this machine", async () => {
    const { certificate } = JSON.parse((await chatkeepSucceeds(home, ["status", "--json"])).stdout);
    expect(certificate).toMatchObject({ daysLeft: expect.any(Number), issuer: expect.stringContaining("Caddy") });
  });

  it("keeps the token nowhere in the open", async () => {
    const stackFile = await readFile(stackFilePath(home.name), "utf8");
    expect(stackFile).toMatch(/chatkeep:cloudflareToken:\n +secure: /);
    expect(`${stackFile}${await readFile(pathsFor(home).checkpoint, "utf8")}`).not.toContain(token);
  });

  for (const tests of sample("later runs with records", [nothingToDo, proxiedRecord], 1)) tests();

  it("takes the records away with the server, and then its data, once its name was typed", async () => {
    const { stderr } = await chatkeepSucceeds(home, ["destroy", "--yes-delete-data", home.name]);
    expect(stderr).toContain("- delete  record    A chat.acme.test");
    expect(fake.records("acme.test")).toEqual([]);
    expect(await leftOnEngine(home)).toEqual([]);
  });
});

function nothingToDo(): void {
  it("has nothing to do when it is run again", async () => {
    const { stderr } = await chatkeepSucceeds(home, ["up"]);
    expect(stderr).toContain("Nothing to change.");
  });
}

function proxiedRecord(): void {
  it("puts a record right that someone proxied", async () => {
    const [{ id = "" } = {}] = fake.records("acme.test");
    await fake.change("acme.test", (zone) => void zone.replace(id, { ...zone.find(id), proxied: true, ttl: 1 }));
    const { stderr } = await chatkeepSucceeds(home, ["up"]);
    expect(stderr).toContain("! record A chat.acme.test was changed by hand");
    expect(fake.records("acme.test")).toMatchObject([{ id, proxied: false, ttl: 300 }]);
  });
}
