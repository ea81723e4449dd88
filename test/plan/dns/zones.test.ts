import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decidePlan } from "../../../src/plan/decide.ts";
import { dataOf, placeRecords, zoneOf } from "../../../src/plan/dns/zones.ts";
import { exampleSettings } from "../example-settings.ts";

const zones = (...names: readonly string[]) => names.map((name) => ({ id: `id of ${name}`, name }));

describe("the zone of a name", () => {
  it.each([
    ["chat.acme.org", ["acme.org"], "acme.org"],
    ["acme.org", ["acme.org"], "acme.org"],
    ["evil-acme.org", ["acme.org"], null],
    ["chat.evil-acme.org", ["acme.org"], null],
    ["chat.acme.org.evil.net", ["acme.org"], null],
    ["a.b.acme.org", ["acme.org", "b.acme.org", "org"], "b.acme.org"],
    ["acme.org", ["chat.acme.org"], null],
    ["chat.acme.org", [], null],
  ])("%s among %j is %s", (name, names, expected) => {
    expect(zoneOf(name, zones(...names))?.name ?? null).toBe(expected);
  });

  it("is always made of whole labels at the end of the name, and no longer one would be", () => {
    const label = fc.constantFrom("a", "b", "ab", "ba");
    const name = fc.array(label, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(name, fc.uniqueArray(name, { selector: (each) => each.join(".") }), (wanted, all) => {
        const isAround = (zone: readonly string[]) =>
          zone.length <= wanted.length && wanted.slice(-zone.length).join() === zone.join();
        const longest = all.filter(isAround).toSorted((x, y) => y.length - x.length)[0];
        const found = zoneOf(wanted.join("."), zones(...all.map((each) => each.join("."))));
        expect(found?.name ?? null).toBe(longest?.join(".") ?? null);
      }),
    );
  });
});

describe("placed records", () => {
  const dns = (settings: object) =>
    decidePlan("acme", exampleSettings({ hostName: "chat.acme.org", addresses: { ipv4: "203.0.113.7" }, ...settings }))
      .dns;

  it("are each in their zone, told apart by titles that their content does not change", () => {
    const { placed, unmanaged, leftOut } = placeRecords(dns({ dns: "cloudflare" }), zones("acme.org", "other.net"));
    expect(placed.map(({ title, zone }) => [title, zone.name])).toEqual([
      ["A chat.acme.org", "acme.org"],
      ["CAA chat.acme.org issue", "acme.org"],
      ["CAA chat.acme.org issuewild", "acme.org"],
    ]);
    expect([unmanaged, leftOut]).toEqual([[], []]);
  });

  it("are in the one zone that is given, by name or by identifier", () => {
    const both = zones("chat.acme.org", "acme.org");
    for (const zone of ["acme.org", "id of acme.org"]) {
      const wanted = { ...dns({ dns: "cloudflare" }), provider: { zone } };
      expect(placeRecords(wanted, both).placed.every((each) => each.zone.name === "acme.org")).toBe(true);
    }
  });

  it("are named where no zone holds them", () => {
    expect(placeRecords(dns({ dns: "cloudflare" }), zones("evil-acme.org"))).toEqual({
      placed: [],
      unmanaged: ["chat.acme.org"],
      leftOut: [],
    });
  });

  it("leave out what would bind every other name of a zone", () => {
    const { placed, leftOut } = placeRecords(dns({ dns: "cloudflare" }), zones("chat.acme.org"));
    expect(placed.map(({ title }) => title)).toEqual(["A chat.acme.org"]);
    expect(leftOut.map(({ type }) => type)).toEqual(["CAA", "CAA"]);
  });
});

describe("what a record says", () => {
  it.each([
    ["A", "203.0.113.7", { content: "203.0.113.7" }],
    ["CAA", '0 issue "letsencrypt.org"', { data: { flags: 0, tag: "issue", value: "letsencrypt.org" } }],
    ["CAA", '0 issuewild ";"', { data: { flags: 0, tag: "issuewild", value: ";" } }],
    [
      "SRV",
      "10 0 443 chat.acme.org.",
      { priority: 10, data: { priority: 10, weight: 0, port: 443, target: "chat.acme.org" } },
    ],
  ] as const)("of type %s: %s, is taken apart for the API", (type, content, expected) => {
    expect(dataOf({ type, content })).toEqual(expected);
  });
});
