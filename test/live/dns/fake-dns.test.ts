import { spawn } from "node:child_process";
import { Resolver } from "node:dns/promises";
import { once } from "node:events";
import { readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort } from "../../../src/io/machine/free-port.ts";
import { FakeCloudflare } from "../../support/fake-cloudflare/fake-cloudflare.ts";
import { leftFolders, makeFolder, sweepFolders } from "../../support/own-folder.ts";

let fake: FakeCloudflare;
const resolver = new Resolver({ timeout: 5_000, tries: 2 });

beforeAll(async () => {
  fake = await FakeCloudflare.start({ zones: [{ name: "acme.test" }], dns: true });
  resolver.setServers([fake.dnsServer ?? ""]);
});
afterAll(() => fake.stop());

const ask = (method: string, path: string, body?: object) =>
  fetch(`${fake.baseUrl}/zones/${fake.zoneId("acme.test")}/dns_records${path}`, {
    method,
    headers: { authorization: `Bearer ${fake.token}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).then((answer) => answer.json() as Promise<{ readonly result: { readonly id: string } }>);

describe("the DNS server beside the fake", () => {
  it("answers each kind of record as soon as the API has it, and no more once it is gone", async () => {
    const make = (type: string, name: string, rest: object) => ask("POST", "", { type, name, ttl: 60, ...rest });
    const made = await make("A", "chat", { content: "203.0.113.7" });
    await make("AAAA", "chat", { content: "2001:db8::7" });
    await make("CAA", "chat", { data: { flags: 0, tag: "issue", value: "letsencrypt.org" } });
    await make("SRV", "_matrix-fed._tcp", { data: { priority: 10, weight: 5, port: 443, target: "chat.acme.test" } });
    await make("TXT", "_acme-challenge.chat", { content: '"a \\"quoted\\" one"' });
    await make("TXT", "long", { content: "x".repeat(300) });
    expect(await resolver.resolve4("chat.acme.test", { ttl: true })).toEqual([{ address: "203.0.113.7", ttl: 60 }]);
    expect(await resolver.resolve6("chat.acme.test")).toEqual(["2001:db8::7"]);
    expect(await resolver.resolveCaa("chat.acme.test")).toMatchObject([{ critical: 0, issue: "letsencrypt.org" }]);
    expect(await resolver.resolveSrv("_matrix-fed._tcp.acme.test")).toMatchObject([
      { name: "chat.acme.test", port: 443, priority: 10, weight: 5 },
    ]);
    expect((await resolver.resolveTxt("long.acme.test")).flat().join("")).toBe("x".repeat(300));
    expect(await resolver.resolveTxt("_acme-challenge.chat.acme.test")).toEqual([['a "quoted" one']]);
    await ask("PATCH", `/${made.result.id}`, { content: "203.0.113.8" });
    expect(await resolver.resolve4("chat.acme.test")).toEqual(["203.0.113.8"]);
    await ask("DELETE", `/${made.result.id}`);
    await expect(resolver.resolve4("chat.acme.test")).rejects.toThrow(/ENODATA/);
  });

  it("answers a proxied record with Cloudflare's own address", async () => {
    await ask("POST", "", { type: "A", name: "www", content: "203.0.113.7", ttl: 1, proxied: true });
    expect(await resolver.resolve4("www.acme.test")).toEqual(["104.16.132.229"]);
  });

  it("knows its zone's servers, and that all other names do not exist", async () => {
    expect((await resolver.resolveNs("acme.test")).toSorted()).toEqual([
      "ada.ns.cloudflare.com",
      "bob.ns.cloudflare.com",
    ]);
    expect(await resolver.resolve4("ada.ns.cloudflare.com")).toEqual(["127.0.0.1"]);
    expect((await resolver.resolveSoa("acme.test")).nsname).toBe("ada.ns.cloudflare.com");
    for (const name of ["nobody.acme.test", "evil-acme.test", "example.com"])
      await expect(resolver.resolve4(name)).rejects.toThrow(/ENOTFOUND/);
  });
});

describe("the fake as a process of its own", () => {
  let folder: string;

  beforeAll(async () => {
    folder = await makeFolder("fake");
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("prints where it is, serves names of the world, and ends with its standard input", async () => {
    const child = await startBeside(folder);
    const { baseUrl, token, dnsServer } = child.printed;
    const answer = await fetch(`${baseUrl}/zones`, { headers: { authorization: `Bearer ${token}` } });
    expect(await answer.json()).toMatchObject({ result_info: { total_count: 1 } });
    expect(await (await fetch(new URL("/fake/calls", baseUrl))).json()).toHaveLength(1);
    const other = new Resolver();
    other.setServers([dnsServer]);
    expect(await other.resolve4("api.cloudflare.com")).toEqual(["198.51.100.53"]);
    child.process.stdin.end();
    expect(await once(child.process, "exit")).toEqual([0, null]);
    expect(await knotsFoldersOf(child.process.pid)).toEqual([]);
  });

  it("leaves a folder of its DNS server when it is killed, and the next test run removes that one alone", async () => {
    const { process: child } = await startBeside(folder);
    child.kill("SIGKILL");
    await once(child, "exit");
    const left = await knotsFoldersOf(child.pid);
    expect(left).toHaveLength(1);
    expect(await leftFolders("knot")).toEqual(expect.arrayContaining([...left]));
    expect(await sweepFolders()).toEqual(expect.arrayContaining([...left]));
    expect(await knotsFoldersOf(child.pid)).toEqual([]);
    expect(await knotsFoldersOf(process.pid)).toHaveLength(1);
  });
});

/** Starts another fake, with a DNS server beside the first one's. */
async function startBeside(folder: string) {
  const dns = { address: "127.0.0.1", port: await freePort(), hosts: { "api.cloudflare.com": "198.51.100.53" } };
  const settings = join(folder, "settings.json");
  await writeFile(settings, JSON.stringify({ zones: [{ name: "acme.test" }], dns }));
  const main = fileURLToPath(new URL("../../support/fake-cloudflare/main.ts", import.meta.url));
  const child = spawn(process.execPath, [main, settings], { stdio: ["pipe", "pipe", "inherit"] });
  const [line] = await once(createInterface(child.stdout), "line");
  return { process: child, printed: JSON.parse(line) };
}

async function knotsFoldersOf(pid: number | undefined): Promise<readonly string[]> {
  const all = await readdir(tmpdir());
  return all.filter((name) => name.startsWith(`chatkeep-knot-${pid}-`)).map((name) => join(tmpdir(), name));
}
