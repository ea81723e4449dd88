import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { until } from "../../src/io/machine/until.ts";
import { ownCloudflare } from "../airgap/cloudflare-bench.ts";
import { FakeCloudflare } from "../support/fake-cloudflare/fake-cloudflare.ts";
import type { Fault } from "../support/fake-cloudflare/faults.ts";
import { sample } from "../support/sample.ts";
import { DnsProgram } from "./dns-program.ts";

let fake: FakeCloudflare;
let program: DnsProgram;

beforeEach(async () => {
  fake = await FakeCloudflare.start({ zones: [{ name: "acme.test" }, { name: "evil-acme.test" }] });
  program = await DnsProgram.create(fake, ownCloudflare);
}, 60_000);
afterEach(async () => {
  program.remove();
  await fake.stop();
});

const records = () =>
  fake
    .records("acme.test")
    .map(({ type, name, content }) => `${type} ${name} ${content}`)
    .toSorted();

// The official provider makes a record twice, or stops, where ours looks first: none of these can run on its binary.
/** An address of each family, and ports published on both. */
const bothFamilies = { addresses: { ipv4: "203.0.113.7", ipv6: "2001:db8::7" }, bindAddress: ["0.0.0.0", "::"] };

describe("a provider that was killed", { timeout: 300_000 }, () => {
  it("between the API and the checkpoint leaves records that are adopted, and not made twice", async () => {
    fake.inject({ kind: "silence", applied: true, method: "POST" });
    const run = program.up();
    const made = await until("record", () => fake.records("acme.test")[0] ?? null, { seconds: 120 });
    await program.killProvider();
    expect((await run).succeeded).toBe(false);
    fake.clear();
    expect((await program.up()).said).toBe("");
    expect(fake.records("acme.test").map(({ id }) => id)).toEqual([made.id]);
  });
});

/** Each kind of call that a run makes, and what a run is to change so that it makes it. */
const calls = [
  ["asking for the zones", { method: "GET", path: "/zones" }, "203.0.113.7"],
  ["making a record", { method: "POST" }, "203.0.113.7"],
  ["looking at a record", { method: "GET", path: "/dns_records/" }, "203.0.113.7"],
  ["changing a record", { method: "PUT" }, "203.0.113.8"],
  ["removing a record", { method: "DELETE" }, "203.0.113.7"],
] as const;

const kinds = ["too many", "broken", "silence", "half", "cut"] as const;
const moments = calls.flatMap(([doing, call, address]) => kinds.map((kind) => ({ doing, call, address, kind })));

/** Brings about what the call is for; the faults are there from the run on that makes it. */
async function runInto({ doing, call, address }: (typeof moments)[number], ...faults: readonly Fault[]) {
  const isFirst = doing === "asking for the zones" || doing === "making a record";
  if (!isFirst) expect((await program.up()).said).toBe("");
  fake.clear();
  fake.inject(...faults.map((fault) => ({ ...call, ...fault })));
  return doing === "removing a record" ? program.destroy() : program.up({ addresses: { ipv4: address } });
}

function expected({ doing, address }: (typeof moments)[number]): readonly string[] {
  return doing === "removing a record" ? [] : [`A chat.acme.test ${address}`];
}

describe("answers that go wrong", { timeout: 300_000 }, () => {
  for (const tests of sample("how long answers go wrong", [once, always, inRow], 1)) tests();
});

function once(): void {
  it.each(sample("Cloudflare's faults", moments, 1))(
    "once, while $doing ($kind), leave what was wanted",
    async (moment) => {
      const run = await runInto(moment, { kind: moment.kind });
      expect(run.said).toBe("");
      expect(run.succeeded).toBe(true);
      expect(records()).toEqual(expected(moment));
    },
  );
}

function always(): void {
  // A silence of five times fifteen seconds is held against the provider alone (test/airgap/cloudflare-faults.test.ts).
  const lasting = moments.filter(({ kind }) => kind !== "silence" && kind !== "half");
  it.each(sample("Cloudflare's lasting faults", lasting, 1))(
    "that stay wrong while $doing ($kind) stop the run with the name, and the next one leaves what was wanted, once",
    async (moment) => {
      const lasts = { kind: moment.kind, applied: true, times: 99 };
      // What was made all the same is found, unless looking for it fails too.
      const looking = { ...lasts, method: "GET", path: "/dns_records" };
      const run = await runInto(moment, lasts, ...(moment.doing === "making a record" ? [looking] : []));
      expect(run.succeeded).toBe(false);
      expect(run.said).toContain(
        moment.doing === calls[0][0] ? "asking for the zones failed" : "the record A chat.acme.test",
      );
      fake.clear();
      const again =
        moment.doing === "removing a record"
          ? await program.destroy()
          : await program.up({ addresses: { ipv4: moment.address } });
      expect(again.said).toBe("");
      expect(records()).toEqual(expected(moment));
    },
  );
}

function inRow(): void {
  it("in a row of every kind, each run converges further, and no record is there twice", async () => {
    const quick = kinds.filter((kind) => kind !== "silence");
    fake.inject(...quick.map((kind) => ({ kind, applied: true, path: "/dns_records" }) as const));
    const run = await program.up({ ...bothFamilies });
    if (!run.succeeded) expect(run.said).toContain("chat.acme.test");
    fake.clear();
    expect((await program.up({ ...bothFamilies })).said).toBe("");
    expect(records()).toEqual(["A chat.acme.test 203.0.113.7", "AAAA chat.acme.test 2001:db8::7"]);
  });
}
