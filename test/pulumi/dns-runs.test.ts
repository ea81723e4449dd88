import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { cloudflarePairs } from "../airgap/cloudflare-bench.ts";
import { FakeCloudflare } from "../support/fake-cloudflare/fake-cloudflare.ts";
import { sample } from "../support/sample.ts";
import { DnsProgram } from "./dns-program.ts";

/** Settings with which every kind of record is declared. */
const everything = {
  ...{ serverName: "acme.org", hostName: "chat.acme.org", delegation: "srv", federation: "open" },
  tls: { mode: "acme", challenge: "dns" },
  addresses: { ipv4: "203.0.113.7", ipv6: "2001:db8::7" },
  bindAddress: ["0.0.0.0", "::"],
};
const all = [
  "A chat.acme.org",
  "AAAA chat.acme.org",
  "CAA chat.acme.org issue",
  "CAA chat.acme.org issuewild",
  "SRV _matrix-fed._tcp.acme.org",
];

/** It sees one zone more, that of the host name. */
const wideToken = `wide_${crypto.randomUUID()}`;

let fake: FakeCloudflare;
beforeEach(async () => {
  const zones = ["acme.test", "evil-acme.test", "acme.org"];
  const narrow = ["first", "second"].map((name) => ({ token: `${name}_${crypto.randomUUID()}`, zones }));
  const tokens = [...narrow, { token: wideToken }];
  fake = await FakeCloudflare.start({ zones: [...zones, "chat.acme.test"].map((name) => ({ name })), tokens });
});
afterEach(() => fake.stop());

const held = (zone = "acme.test") =>
  fake
    .records(zone)
    .map(({ type, name, content }) => `${type} ${name} ${content}`)
    .toSorted();
const changes = (done: readonly string[]) => done.filter((each) => !/^(same|refresh)/.test(each)).toSorted();

/** What the official provider says of a record that is gone; ours says nothing, since it is made again. */
const takenAway =
  /^\[WARNING\] The resource was not found on the server and will be removed from state\.: Resource not found\s*$/;

describe.each(cloudflarePairs)("records declared by the real Pulumi on $from.name", { timeout: 300_000 }, (pair) => {
  const { from, to } = pair;
  let program: DnsProgram;
  beforeEach(async () => {
    program = await DnsProgram.create(fake, from);
  }, 60_000);
  afterEach(() => program.remove());

  for (const tests of sample(
    "what becomes of records",
    [comeAndGo, areRepaired, move, changeZones, hideToken, areImported],
    3,
  ))
    tests();

  function comeAndGo(): void {
    it(`come, are left alone by ${to.name}, change in place and go`, async () => {
      const first = await program.up(everything);
      expect(first.said).toBe("");
      expect(first.done.toSorted()).toEqual(all.map((title) => `create ${title}`));
      const made = fake.records("acme.org");
      program.provider = to;
      for (const words of [["--refresh=false"], []])
        expect(changes((await program.up(everything, ...words)).done)).toEqual([]);
      const changed = await program.up({ ...everything, addresses: { ipv4: "203.0.113.8" } });
      expect(changed.said).toBe("");
      expect(changes(changed.done)).toEqual(["delete AAAA chat.acme.org", "update A chat.acme.org"]);
      expect(held("acme.org")).toContain("A chat.acme.org 203.0.113.8");
      expect(made.map(({ id }) => id)).toEqual(expect.arrayContaining(fake.records("acme.org").map(({ id }) => id)));
      program.provider = from;
      expect((await program.destroy()).said).toBe("");
      expect(held("acme.org")).toEqual([]);
    });
  }

  function areRepaired(): void {
    it("are put right where someone changed them at Cloudflare, or took them away", async () => {
      await program.up();
      const [{ id = "" } = {}] = fake.records("acme.test");
      await fake.change("acme.test", (zone) => void zone.replace(id, { ...zone.find(id), proxied: true, ttl: 1 }));
      program.provider = to;
      expect((await program.up()).said).toBe("");
      expect(fake.records("acme.test")).toMatchObject([{ proxied: false, ttl: 300 }]);
      await fake.change("acme.test", (zone) => zone.remove(id));
      expect((await program.up()).said.replace(takenAway, "")).toBe("");
      expect(held()).toEqual(["A chat.acme.test 203.0.113.7"]);
    });
  }

  function move(): void {
    it("go with one name and come with another", async () => {
      await program.up();
      const moved = await program.up({ hostName: "talk.acme.test" });
      expect(moved.said).toBe("");
      expect(changes(moved.done)).toEqual(["create A talk.acme.test", "delete A chat.acme.test"]);
      expect(held()).toEqual(["A talk.acme.test 203.0.113.7"]);
    });
  }

  function changeZones(): void {
    it("are replaced where their names have a zone of their own now", async () => {
      await program.up();
      program.useToken(wideToken);
      program.provider = to;
      const moved = await program.up();
      expect(moved.said).toBe("");
      expect(changes(moved.done)).toContain("replace A chat.acme.test");
      expect(held()).toEqual([]);
      expect(fake.records("chat.acme.test")).toMatchObject([{ name: "chat.acme.test", content: "203.0.113.7" }]);
    });
  }

  function hideToken(): void {
    it("leave the token nowhere in the open, and take another one when the first is revoked", async () => {
      const first = await program.up();
      const state = await program.state();
      expect(state).not.toContain(fake.token);
      expect(secretsIn(state)).toEqual([expect.objectContaining({ ciphertext: expect.any(String) })]);
      expect(first.log).not.toContain(fake.token);
      program.useToken(fake.revoke(fake.token));
      program.provider = to;
      expect((await program.up()).said).toBe("");
    });
  }

  function areImported(): void {
    it("are imported where that is asked for, and are ours from then on", async () => {
      const record = { type: "A", name: "chat.acme.test", content: "203.0.113.7", ttl: 300 };
      await fake.change("acme.test", (zone) => void zone.create({ ...record, comment: "chatkeep, stack acme" }));
      const [{ id = "" } = {}] = fake.records("acme.test");
      program.adopted = { "A chat.acme.test": `${fake.zoneId("acme.test")}/${id}` };
      const imported = await program.up();
      expect([imported.said, imported.done]).toEqual(["", ["import A chat.acme.test"]]);
      expect((await program.up()).succeeded).toBe(true);
      program.adopted = {};
      program.provider = to;
      expect((await program.up({ addresses: { ipv4: "203.0.113.8" } })).said).toBe("");
      expect(fake.records("acme.test")).toMatchObject([{ id, content: "203.0.113.8" }]);
    });
  }
});

/** The token as the providers in a state have it. */
function secretsIn(state: string): readonly unknown[] {
  const { resources } = JSON.parse(state).deployment;
  return resources
    .filter(({ type }: { type: string }) => type === "pulumi:providers:cloudflare")
    .map(({ inputs }: { inputs: { apiToken: unknown } }) => inputs.apiToken);
}
