import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FakeCloudflare } from "../support/fake-cloudflare/fake-cloudflare.ts";
import { DnsProgram } from "./dns-program.ts";

let fake: FakeCloudflare;
let program: DnsProgram;

beforeEach(async () => {
  fake = await FakeCloudflare.start({ zones: [{ name: "acme.test" }, { name: "evil-acme.test" }] });
  program = await DnsProgram.create(fake);
}, 60_000);
afterEach(async () => {
  program.remove();
  await fake.stop();
});

const records = () => fake.records("acme.test").map(({ type, name, content }) => `${type} ${name} ${content}`);

describe("records declared by the real Pulumi", { timeout: 300_000 }, () => {
  it("come, stay, change with their address and go", async () => {
    const first = await program.up({ addresses: { ipv4: "203.0.113.7", ipv6: "2001:db8::7" } });
    expect(first.said).toBe("");
    expect(first.done.toSorted()).toEqual(["create A chat.acme.test", "create AAAA chat.acme.test"]);
    expect(records()).toEqual(["A chat.acme.test 203.0.113.7", "AAAA chat.acme.test 2001:db8::7"]);
  });
});
