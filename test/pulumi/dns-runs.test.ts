import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { until } from "../../src/io/until.ts";
import { FakeCloudflare } from "../support/fake-cloudflare/fake-cloudflare.ts";
import type { Fault } from "../support/fake-cloudflare/faults.ts";
import { sample } from "../support/sample.ts";
import { DnsProgram } from "./dns-program.ts";

let fake: FakeCloudflare;
let program: DnsProgram;

beforeEach(async () => {
  const tokens = [{ token: `first_${crypto.randomUUID()}` }, { token: `second_${crypto.randomUUID()}` }];
  fake = await FakeCloudflare.start({ zones: [{ name: "acme.test" }, { name: "evil-acme.test" }], tokens });
  program = await DnsProgram.create(fake);
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

describe("records declared by the real Pulumi", { timeout: 300_000 }, () => {
  it("come, stay, change with their address and go", async () => {
    const first = await program.up({ addresses: { ipv4: "203.0.113.7", ipv6: "2001:db8::7" } });
    expect(first.said).toBe("");
    expect(first.done.toSorted()).toEqual(["create A chat.acme.test", "create AAAA chat.acme.test"]);
    expect(records()).toEqual(["A chat.acme.test 203.0.113.7", "AAAA chat.acme.test 2001:db8::7"]);
    const again = await program.up({ addresses: { ipv4: "203.0.113.7", ipv6: "2001:db8::7" } });
    expect(again.done.filter((each) => !/^(same|refresh)/.test(each))).toEqual([]);
    const changed = await program.up({ addresses: { ipv4: "203.0.113.8" } });
    expect(changed.said).toBe("");
    expect(records()).toEqual(["A chat.acme.test 203.0.113.8"]);
    expect((await program.destroy()).said).toBe("");
    expect(records()).toEqual([]);
  });

  it("are put right where somebody changed them at Cloudflare, or took them away", async () => {
    await program.up();
    const [{ id = "" } = {}] = fake.records("acme.test");
    await fake.change("acme.test", (zone) => void zone.replace(id, { ...zone.find(id), proxied: true, ttl: 1 }));
    expect((await program.up()).said).toBe("");
    expect(fake.records("acme.test")).toMatchObject([{ proxied: false, ttl: 300 }]);
    await fake.change("acme.test", (zone) => zone.remove(id));
    expect((await program.up()).said).toBe("");
    expect(records()).toEqual(["A chat.acme.test 203.0.113.7"]);
  });

  it("leave the token nowhere in the open, and take another one when the first is revoked", async () => {
    const first = await program.up();
    expect(await program.state()).not.toContain(fake.token);
    expect(first.log).not.toContain(fake.token);
    program.useToken(fake.revoke(fake.token));
    expect((await program.up()).said).toBe("");
  });

  it("are imported where that is asked for, and are ours from then on", async () => {
    const record = { type: "A", name: "chat.acme.test", content: "203.0.113.7", ttl: 300 };
    await fake.change("acme.test", (zone) => void zone.create({ ...record, comment: "chatkeep, stack acme" }));
    const [{ id = "" } = {}] = fake.records("acme.test");
    program.adopted = { "A chat.acme.test": `${fake.zoneId("acme.test")}/${id}` };
    const imported = await program.up();
    expect([imported.said, imported.done]).toEqual(["", ["import A chat.acme.test"]]);
    expect((await program.up()).succeeded).toBe(true);
    program.adopted = {};
    expect((await program.up({ addresses: { ipv4: "203.0.113.8" } })).said).toBe("");
    expect(fake.records("acme.test")).toMatchObject([{ id, content: "203.0.113.8" }]);
  });

  it("are adopted, and not made twice, where the provider was killed between the API and the checkpoint", async () => {
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

describe("an answer that goes wrong once", { timeout: 300_000 }, () => {
  it.each(sample("Cloudflare's faults", moments, 1))("while $doing ($kind) leaves what was wanted", async (moment) => {
    const run = await runInto(moment, { kind: moment.kind });
    expect(run.said).toBe("");
    expect(run.succeeded).toBe(true);
    expect(records()).toEqual(expected(moment));
  });
});

describe("answers that stay wrong", { timeout: 300_000 }, () => {
  // A silence of five times fifteen seconds is held against the provider alone (test/airgap/cloudflare-faults.test.ts).
  const lasting = moments.filter(({ kind }) => kind !== "silence" && kind !== "half");
  it.each(sample("Cloudflare's lasting faults", lasting, 1))(
    "while $doing ($kind) stop the run with the name, and the next one leaves what was wanted, once",
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

  it("in a row of every kind, each run converges further, and no record is there twice", async () => {
    const quick = kinds.filter((kind) => kind !== "silence");
    fake.inject(...quick.map((kind) => ({ kind, applied: true, path: "/dns_records" }) as const));
    const run = await program.up({ addresses: { ipv4: "203.0.113.7", ipv6: "2001:db8::7" } });
    if (!run.succeeded) expect(run.said).toContain("chat.acme.test");
    fake.clear();
    expect((await program.up({ addresses: { ipv4: "203.0.113.7", ipv6: "2001:db8::7" } })).said).toBe("");
    expect(records()).toEqual(["A chat.acme.test 203.0.113.7", "AAAA chat.acme.test 2001:db8::7"]);
  });
});
