import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { ProviderProcess } from "../live/airgap/provider-process.ts";
import { FakeCloudflare } from "../support/fake-cloudflare/fake-cloudflare.ts";
import { cloudflarePairs, emptyZone, programRecords } from "./cloudflare-bench.ts";

const kind = "dnsRecord:DnsRecord";
const unchanged = { does: "nothing", properties: [] };

let fake: FakeCloudflare;
beforeAll(async () => {
  fake = await FakeCloudflare.start({ zones: [{ name: "acme.test" }] });
});
afterAll(() => fake.stop());
afterEach(() => emptyZone({ fake }));

describe.each(cloudflarePairs)("a record that $from.name made", { timeout: 60_000 }, ({ from, to }) => {
  let maker: ProviderProcess;
  let heir: ProviderProcess;
  beforeAll(async () => {
    const settings = { apiToken: fake.token, baseUrl: fake.baseUrl };
    maker = await ProviderProcess.start(from, settings);
    heir = await ProviderProcess.start(to, settings);
  }, 60_000);
  afterAll(() => Promise.all([maker.stop(), heir.stop()]));

  it.each(programRecords)(`differs in nothing for ${to.name}, with and without a look: %s`, async (_, record) => {
    const inputs = record(fake.zoneId("acme.test"));
    const made = await maker.create(kind, inputs);
    expect(await heir.compare(kind, made, inputs)).toEqual(unchanged);
    const seen = (await heir.read(kind, made.id, made.state, inputs)) ?? made;
    expect(await heir.compare(kind, seen, inputs)).toEqual(unchanged);
    expect(await maker.compare(kind, seen, inputs)).toEqual(unchanged);
  });

  it.each(programRecords)(`is changed in place and removed by ${to.name}: %s`, async (_, record) => {
    const inputs = record(fake.zoneId("acme.test"));
    const made = await maker.create(kind, inputs);
    const wanted = { ...inputs, ttl: 600 };
    expect(await heir.compare(kind, made, wanted)).toEqual({ does: "update", properties: ["ttl"] });
    const updated = await heir.update(kind, made, wanted);
    expect(fake.records("acme.test")).toMatchObject([{ id: made.id, ttl: 600 }]);
    expect(await maker.compare(kind, updated, wanted)).toEqual(unchanged);
    await heir.remove(kind, updated);
    expect(fake.records("acme.test")).toEqual([]);
  });
});
