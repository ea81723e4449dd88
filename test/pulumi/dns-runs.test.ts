import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { until } from "../../src/io/until.ts";
import { FakeCloudflare } from "../support/fake-cloudflare/fake-cloudflare.ts";
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
