import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort } from "../../../src/io/machine/free-port.ts";
import { FakeCloudflare } from "../../support/fake-cloudflare/fake-cloudflare.ts";
import { chatkeep, type Home } from "../../support/stack/command-line.ts";
import { leftOnEngine } from "../../support/stack/engine.ts";
import { newHome, testSettings } from "../../support/stack/stack.ts";
import { type TestSettings, writeStackFile } from "../../support/stack/stack-file.ts";
import { removeStack } from "../../support/stack/sweep.ts";

let names: FakeCloudflare;

beforeAll(async () => {
  names = await FakeCloudflare.start({ zones: [{ name: "acme.test" }], dns: true });
  await names.change("acme.test", (zone) => {
    zone.create({ type: "A", name: "wrong.acme.test", content: "198.51.100.9", ttl: 60 });
    zone.create({ type: "A", name: "proxied.acme.test", content: "203.0.113.7", ttl: 1, proxied: true });
    zone.create({ type: "A", name: "forbidden.acme.test", content: "203.0.113.7", ttl: 60 });
    const data = { flags: 0, tag: "issue", value: "another.example" };
    zone.create({ type: "CAA", name: "forbidden.acme.test", ttl: 60, data });
  });
});
afterAll(() => names.stop());

/** Settings of a server with certificates by ACME; its authority is this machine's alone, so no one in the internet is asked. */
async function acmeSettings(hostName: string): Promise<TestSettings> {
  const tls = { mode: "acme", directory: `https://127.0.0.1:${await freePort()}/directory` };
  return { ...(await testSettings()), serverName: "acme.test", hostName, tls, addresses: { ipv4: "203.0.113.7" } };
}

/** Brings settings up, and gives what that said and what of it is on the engine then. */
async function tryUp(settings: TestSettings, verb = "up") {
  const environment = { CHATKEEP_RESOLVERS: names.dnsServer ?? "", CLOUDFLARE_BASE_URL: names.baseUrl };
  const home: Home = await newHome({ environment });
  await writeStackFile(home.name, settings);
  const tokenFile = join(home.stateHome, "token");
  await writeFile(tokenFile, names.token, { mode: 0o600 });
  const token = settings.dns === "cloudflare" ? ["--cloudflare-token-file", tokenFile] : [];
  try {
    return {
      ...(await chatkeep(home, [...(verb === "up" ? ["up", "--yes"] : [verb, "--json"]), ...token])),
      left: await leftOnEngine(home),
    };
  } finally {
    await removeStack(home);
  }
}

describe("`up` makes nothing", () => {
  it("where another program has the port", async () => {
    const settings = await testSettings();
    const { https } = settings.ports as { readonly https: number };
    const other = createServer().listen(https, "127.0.0.1");
    await once(other, "listening");
    const outcome = await tryUp(settings);
    other.close();
    expect(outcome).toMatchObject({ exitCode: 2, left: [] });
    expect(outcome.stderr).toContain(`another program uses 127.0.0.1:${https} (ports.free)`);
  });

  it("where the machine has less memory than the settings say", async () => {
    const outcome = await tryUp({ ...(await testSettings()), memory: "900 GiB" });
    expect(outcome).toMatchObject({ exitCode: 2, left: [], stderr: expect.stringContaining("(engine.memory)") });
  });

  it.each([
    [
      "leads to another machine",
      "wrong.acme.test",
      "dns.address",
      "Set the A record of wrong.acme.test to 203.0.113.7",
    ],
    ["leads nowhere", "nothing.acme.test", "dns.address", "nothing.acme.test. 3600 IN A 203.0.113.7"],
    ["points to Cloudflare's proxy", "proxied.acme.test", "dns.proxied", "DNS only"],
  ])("where the name %s", async (_, host, id, advice) => {
    const outcome = await tryUp(await acmeSettings(host));
    expect(outcome).toMatchObject({ exitCode: 2, left: [] });
    expect(outcome.stderr).toContain(`(${id})`);
    expect(outcome.stderr).toContain(advice);
    expect(outcome.stderr).toMatch(
      new RegExp(`The same for a zone file:\\n +${host}\\. +300 +IN +A +203\\.0\\.113\\.7`),
    );
  });
});

describe("`doctor`", () => {
  it("names the same, and everything else it looked at, and makes nothing", async () => {
    const outcome = await tryUp(await acmeSettings("wrong.acme.test"), "doctor");
    expect(outcome).toMatchObject({ exitCode: 3, left: [] });
    const { version, findings } = JSON.parse(outcome.stdout);
    expect(version).toBe(1);
    expect(verdictsOf(findings)).toMatchObject({
      "engine.version": "fine",
      "engine.memory": "fine",
      "ports.free": "fine",
      "images.source": "fine",
      "dns.address": "wrong",
      "dns.proxied": "fine",
      "tls.authority": "unknown",
    });
  });

  it("names what is at Cloudflare already, and what a token may do that it was shown", async () => {
    const settings = { ...(await acmeSettings("proxied.acme.test")), dns: "cloudflare" };
    const { findings } = JSON.parse((await tryUp(settings, "doctor")).stdout);
    expect(verdictsOf(findings)).toMatchObject({
      "dns.token": "fine",
      "dns.token-scope": "fine",
      "dns.zone-proxied": "wrong",
      "dns.zone-records": "fine",
      "dns.proxied": "wrong",
    });
  });
});

function verdictsOf(findings: readonly { readonly id: string; readonly verdict: string }[]) {
  return Object.fromEntries(findings.map(({ id, verdict }) => [id, verdict]));
}
