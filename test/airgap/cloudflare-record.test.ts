import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Properties } from "../../airgap/table/plain.ts";
import { type Existing, ProviderProcess } from "../live/airgap/provider-process.ts";
import {
  addressRecord,
  type Bench,
  cloudflareBinary,
  emptyZone,
  ownCloudflare,
  programRecords,
  startBench,
  stopBench,
} from "./cloudflare-bench.ts";

const kind = "dnsRecord:DnsRecord";
/** Ours knows only the properties of its table; the official provider passes over what it does not know. */
const closedList: readonly [string, Properties, RegExp][] =
  cloudflareBinary === ownCloudflare ? [["a property that is none", { contents: "203.0.113.7" }, /contents/]] : [];
const unchanged = { does: "nothing", properties: [] };

let bench: Bench;
let provider: ProviderProcess;

beforeAll(async () => {
  bench = await startBench();
  provider = bench.provider;
}, 60_000);
afterAll(() => stopBench(bench));
afterEach(() => emptyZone(bench));

const held = () => bench.fake.records("acme.test");
const asked = () => bench.fake.calls.map(({ method }) => method);

async function observeAgain({ id, state }: Existing, inputs: Properties): Promise<Existing> {
  const seen = await provider.read(kind, id, state, inputs);
  if (seen === null) throw new Error("the record was taken for gone");
  return seen;
}

function nothingIn({ state: { priority = null, comment = null, data = null } }: Existing): Properties {
  return { priority, comment, data };
}

describe(`records of ${cloudflareBinary.name}`, { timeout: 60_000 }, () => {
  it.each(programRecords)("%s: arrives as written, and differs in nothing then or later", async (_, record) => {
    const inputs = record(bench.zoneId);
    const made = await provider.create(kind, inputs);
    const { zoneId: _zone, ...shown } = inputs;
    expect(held()).toMatchObject([{ id: made.id, ...shown }]);
    expect(made.state).toMatchObject(inputs);
    expect(await provider.compare(kind, made, inputs)).toEqual(unchanged);
    expect(await provider.compare(kind, await observeAgain(made, inputs), inputs)).toEqual(unchanged);
    expect(asked()).toEqual(["POST", "GET"]);
  });

  it.each(programRecords)("%s: is taken over by ZONE/RECORD as it is", async (_, record) => {
    const inputs = record(bench.zoneId);
    const made = await provider.create(kind, inputs);
    const imported = await provider.read(kind, `${bench.zoneId}/${made.id}`);
    expect(imported).toMatchObject({ id: made.id, state: inputs });
    if (imported !== null) expect(await provider.compare(kind, imported, inputs)).toEqual(unchanged);
  });

  it("hold nothing, and not an empty value, where nothing was written: those are two things to Terraform's newer providers", async () => {
    const inputs = { zoneId: bench.zoneId, type: "A", name: "least.acme.test", content: "203.0.113.7", ttl: 300 };
    const made = await provider.create(kind, inputs);
    const nothing = { priority: null, comment: null, data: null };
    expect(nothingIn(made)).toEqual(nothing);
    expect(nothingIn(await observeAgain(made, inputs))).toEqual(nothing);
  });

  it("are changed in place by one request, and are as written afterwards", async () => {
    const made = await provider.create(kind, addressRecord(bench));
    const wanted = addressRecord(bench, { content: "203.0.113.8", ttl: 600, comment: "other" });
    expect(await provider.compare(kind, made, wanted)).toEqual({
      does: "update",
      properties: ["comment", "content", "ttl"],
    });
    bench.fake.clear();
    const updated = await provider.update(kind, made, wanted);
    expect(asked()).toEqual(["PUT"]);
    expect(held()).toMatchObject([{ id: made.id, content: "203.0.113.8", ttl: 600, comment: "other" }]);
    expect(await provider.compare(kind, updated, wanted)).toEqual(unchanged);
    expect(await provider.compare(kind, await observeAgain(updated, wanted), wanted)).toEqual(unchanged);
  });

  it("are found changed where someone changed them, and put right", async () => {
    const inputs = addressRecord(bench);
    const made = await provider.create(kind, inputs);
    const others = { content: "203.0.113.9", proxied: true, ttl: 1, comment: "mine" };
    await bench.fake.change("acme.test", (zone) => void zone.replace(made.id, { ...zone.find(made.id), ...others }));
    const seen = await observeAgain(made, inputs);
    expect(seen.state).toMatchObject(others);
    expect(await provider.compare(kind, seen, inputs)).toEqual({
      does: "update",
      properties: ["comment", "content", "proxied", "ttl"],
    });
    await provider.update(kind, seen, inputs);
    expect(held()).toMatchObject([{ id: made.id, content: "203.0.113.7", proxied: false, ttl: 300 }]);
  });

  it("are found gone where someone took them away", async () => {
    const made = await provider.create(kind, addressRecord(bench));
    await bench.fake.change("acme.test", (zone) => zone.remove(made.id));
    expect(await provider.read(kind, made.id, made.state, addressRecord(bench))).toBeNull();
  });

  it("are removed, and only they", async () => {
    const made = await provider.create(kind, addressRecord(bench));
    await provider.create(kind, addressRecord(bench, { name: "other.acme.test" }));
    await provider.remove(kind, made);
    expect(held().map(({ name }) => name)).toEqual(["other.acme.test"]);
  });
});

describe(`what ${cloudflareBinary.name} refuses`, { timeout: 60_000 }, () => {
  it.each(["zoneId", "name", "type", "ttl"])("before anything is asked: a record without %s", async (name) => {
    const { [name]: _, ...rest } = addressRecord(bench);
    await expect(provider.create(kind, rest)).rejects.toThrow(name);
    expect(asked()).toEqual([]);
  });

  it.each<[string, Properties, RegExp]>([
    ["a type that is none", { type: "AAAAA" }, /type/],
    ["content beside its parts", { type: "CAA", data: { flags: 0, tag: "issue", value: "ca.test" } }, /data/],
    ["a priority that is none", { type: "MX", content: "mail.test", priority: 65_536 }, /priority/],
    ["a text for a lifetime", { ttl: "soon" }, /ttl/],
    ...closedList,
  ])("before anything is asked: %s", async (_, more, words) => {
    await expect(provider.create(kind, addressRecord(bench, more))).rejects.toThrow(words);
    expect(asked()).toEqual([]);
  });

  it("a lifetime beside the proxy, which has its own", async () => {
    await expect(provider.create(kind, addressRecord(bench, { proxied: true }))).rejects.toThrow(/ttl/);
    expect(asked()).toEqual([]);
  });

  it.each<[string, Properties, RegExp]>([
    ["content that is no address", { content: "300.0.0.1" }, /9005/],
    ["a lifetime that is none", { ttl: 5 }, /9021/],
  ])("with Cloudflare's own words: %s", async (_, more, words) => {
    await expect(provider.create(kind, addressRecord(bench, more))).rejects.toThrow(words);
    expect(held()).toEqual([]);
  });

  it("a record that another one excludes, and leaves that one", async () => {
    const other = { type: "CNAME", name: "www.acme.test", content: "other.test", ttl: 300 };
    await bench.fake.change("acme.test", (zone) => void zone.create(other));
    await expect(provider.create(kind, addressRecord(bench))).rejects.toThrow(/81054/);
    expect(held()).toMatchObject([other]);
  });

  it("whatever a refused token asks for, and changes nothing", async () => {
    const made = await provider.create(kind, addressRecord(bench));
    const settings = { apiToken: "x".repeat(40), baseUrl: bench.fake.baseUrl };
    const outsider = await ProviderProcess.start(cloudflareBinary, settings);
    const wanted = addressRecord(bench, { content: "203.0.113.8" });
    await expect(outsider.create(kind, wanted)).rejects.toThrow(/9109/);
    await expect(outsider.read(kind, made.id, made.state, wanted)).rejects.toThrow(/9109/);
    await expect(outsider.update(kind, made, wanted)).rejects.toThrow(/9109/);
    await expect(outsider.remove(kind, made)).rejects.toThrow(/9109/);
    expect(held()).toMatchObject([{ id: made.id, content: "203.0.113.7" }]);
    await outsider.stop();
  });
});
