import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { dnsRecord } from "../../airgap/cloudflare/record/record.ts";
import type { World } from "../../airgap/cloudflare/world.ts";
import { getZones } from "../../airgap/cloudflare/zones.ts";
import type { Existing } from "../../airgap/provider/resource.ts";
import type { Properties } from "../../airgap/table/plain.ts";
import { connectCloudflare } from "../../src/io/cloudflare/client.ts";
import { FakeCloudflare } from "../support/fake-cloudflare/fake-cloudflare.ts";
import type { Fault } from "../support/fake-cloudflare/faults.ts";
import { addressRecord, emptyZone } from "./cloudflare-bench.ts";

let fake: FakeCloudflare;
let world: World;
let inputs: Properties;
const pauses: number[] = [];

beforeAll(async () => {
  fake = await FakeCloudflare.start({ zones: [{ name: "acme.test" }] });
  inputs = addressRecord({ zoneId: fake.zoneId("acme.test") });
  const pause = async (seconds: number) => void pauses.push(seconds);
  world = {
    client: connectCloudflare({ token: fake.token, baseUrl: fake.baseUrl }),
    patience: { attempts: 4, secondsEach: 30, longestWait: 60, pause },
  };
});
afterAll(() => fake.stop());
afterEach(async () => {
  pauses.length = 0;
  await emptyZone({ fake });
});

const faults: readonly Omit<Fault, "method">[] = [
  { kind: "too many", retryAfter: 7 },
  ...(["broken", "bad gateway", "silence", "cut"] as const).flatMap((kind) => [
    { kind, applied: false },
    { kind, applied: true },
  ]),
  { kind: "half" },
  { kind: "stalled" },
];
const all = faults.map(
  (fault) => [`${fault.kind}${fault.applied === true ? ", after it was done" : ""}`, fault] as const,
);
/** No one waits half a minute for a silence that is sure to come. */
function meet({ kind }: Fault): void {
  const secondsEach = kind === "silence" || kind === "stalled" ? 0.4 : 30;
  world = { ...world, patience: { ...world.patience, secondsEach } };
}

const contents = () => fake.records("acme.test").map(({ content, comment }) => [content, comment]);
const make = (): Promise<Existing> => dnsRecord.create(world, inputs);
const ours = ["203.0.113.7", "chatkeep, stack acme"];

describe.each(all)("an answer that is: %s", (_, fault) => {
  beforeEach(() => meet(fault));

  it("leaves one record where one was to be made", async () => {
    fake.inject({ ...fault, method: "POST" });
    const made = await make();
    expect(contents()).toEqual([ours]);
    expect(made.id).toBe(fake.records("acme.test")[0]?.id);
    expect(made.state).toMatchObject({ ...inputs, proxiable: true });
  });

  it("leaves the new content where a record was to be changed", async () => {
    const made = await make();
    fake.inject({ ...fault, method: "PUT" });
    const state = await dnsRecord.update(world, made.id, made.state, { ...inputs, content: "203.0.113.8" });
    expect(state).toMatchObject({ content: "203.0.113.8" });
    expect(contents()).toEqual([["203.0.113.8", ours[1]]]);
  });

  it("leaves nothing where a record was to be removed", async () => {
    const made = await make();
    fake.inject({ ...fault, method: "DELETE" });
    await dnsRecord.remove(world, made.id, made.state);
    expect(contents()).toEqual([]);
  });

  it("is asked again where a record or the zones were looked at", async () => {
    const made = await make();
    fake.inject({ ...fault, method: "GET", path: "/dns_records" }, { ...fault, method: "GET", path: "/zones" });
    expect(await dnsRecord.read(world, made.id, made.state)).toEqual(made);
    expect((await getZones(world, {})).results).toMatchObject([{ name: "acme.test" }]);
  });
});

describe("answers that stay bad", () => {
  it.each(all)("%s: end with the record's name, and the next run leaves one record", async (_, fault) => {
    meet(fault);
    fake.inject({ ...fault, method: "POST", times: 99 }, { ...fault, method: "GET", times: 99 });
    const error = await make().then(
      () => new Error("it succeeded"),
      (thrown: Error) => thrown,
    );
    expect(error.message).toContain("the record A www.acme.test");
    expect(fake.calls.length).toBeLessThan(12);
    fake.clear();
    await make();
    expect(contents()).toEqual([ours]);
  });

  it("are waited for as long as they ask, and no longer than a minute", async () => {
    fake.inject({ kind: "too many", retryAfter: 7 }, { kind: "too many", retryAfter: 60 });
    await make();
    expect(pauses).toEqual([7, 60]);
    fake.inject({ kind: "too many", method: "DELETE", retryAfter: 3600 });
    const [{ id = "" } = {}] = fake.records("acme.test");
    await expect(dnsRecord.remove(world, id, inputs)).rejects.toThrow(/removing the record A www.*after 3600 seconds/);
  });
});

describe("a record that is there already", () => {
  beforeEach(() => meet({ kind: "cut" }));

  const existing = (more: object) =>
    fake.change("acme.test", (zone) => void zone.create({ ...inputs, comment: "made by hand", ...more }));

  it("is adopted where it says the same, and takes our comment", async () => {
    await existing({});
    const before = fake.records("acme.test");
    expect((await make()).id).toBe(before[0]?.id);
    expect(contents()).toEqual([ours]);
  });

  it.each([
    [{ ttl: 3600 }, "ttl 3600 instead of 300"],
    [{ proxied: true, ttl: 1 }, "ttl 1 instead of 300, proxied true instead of false"],
  ])("is left as it is where it differs by %j", async (difference, words) => {
    await existing(difference);
    const before = fake.records("acme.test");
    await expect(make()).rejects.toThrow(`the record A www.acme.test exists already, with ${words}`);
    expect(fake.records("acme.test")).toEqual(before);
  });

  it("is named where it excludes ours", async () => {
    await existing({ type: "CNAME", content: "other.test" });
    await expect(make()).rejects.toThrow(/creating the record A www\.acme\.test failed.*81054/);
  });

  it("is left where another token is refused", async () => {
    const client = connectCloudflare({ token: "other", baseUrl: fake.baseUrl });
    await expect(dnsRecord.create({ ...world, client }, inputs)).rejects.toThrow(/A www\.acme\.test failed.*9109/);
    expect(fake.calls).toHaveLength(1);
  });
});
