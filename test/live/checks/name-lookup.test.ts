import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lookUp } from "../../../src/io/probes/name-lookup.ts";
import { observeWithin } from "../../../src/io/probes/observe.ts";
import { FakeCloudflare } from "../../support/fake-cloudflare/fake-cloudflare.ts";

let fake: FakeCloudflare;
const host = "chat.acme.test";

beforeAll(async () => {
  fake = await FakeCloudflare.start({ zones: [{ name: "acme.test" }], dns: true });
  await fake.change("acme.test", (zone) => {
    zone.create({ type: "A", name: host, content: "203.0.113.7", ttl: 60 });
    zone.create({ type: "A", name: host, content: "198.51.100.9", ttl: 60 });
    zone.create({ type: "AAAA", name: host, content: "2001:db8::7", ttl: 60 });
    zone.create({
      type: "CAA",
      name: "acme.test",
      ttl: 60,
      data: { flags: 0, tag: "issue", value: "letsencrypt.org" },
    });
    zone.create({ type: "CAA", name: "acme.test", ttl: 60, data: { flags: 0, tag: "issuewild", value: ";" } });
    const data = { priority: 10, weight: 5, port: 443, target: host };
    zone.create({ type: "SRV", name: "_matrix-fed._tcp.acme.test", ttl: 60, data });
  });
});
afterAll(() => fake.stop());

const ask = (names: readonly string[], resolvers = [fake.dnsServer ?? ""]) =>
  observeWithin(8_000, (signal) => lookUp(resolvers, names, signal));

describe("names, asked of a real name server", () => {
  it("are seen with every address, with services, and with the CAA records of the nearest name that has any", async () => {
    const service = "_matrix-fed._tcp.acme.test";
    expect(await ask([host, service])).toEqual({
      seen: {
        [host]: {
          a: ["198.51.100.9", "203.0.113.7"],
          aaaa: ["2001:db8::7"],
          srv: [],
          caa: [
            { at: "acme.test", tag: "issue", value: "letsencrypt.org" },
            { at: "acme.test", tag: "issuewild", value: ";" },
          ],
        },
        [service]: { a: [], aaaa: [], srv: ["10 5 443 chat.acme.test"], caa: [] },
      },
    });
  });

  it("that do not exist are seen as having nothing", async () => {
    const nothing = { a: [], aaaa: [], srv: [], caa: [] };
    expect(await ask(["nobody.example"])).toEqual({ seen: { "nobody.example": nothing } });
  });

  it("are unseen where no name server listens: that is not the same as nothing", async () => {
    expect(await ask([host], ["127.0.0.1:9"])).toEqual({
      unseen: expect.stringContaining("name servers do not answer"),
    });
  });
});
