import { describe, expect, it } from "vitest";
import { decidePlan } from "../../../src/plan/decide.ts";
import { planRecords } from "../../../src/plan/dns/dns.ts";
import { recordTable, zoneFileLines } from "../../../src/render/dns/dns.ts";
import { exampleSettings } from "../example-settings.ts";

const addresses = { ipv4: "203.0.113.7", ipv6: "2001:db8::7" };
const bindAddress = ["0.0.0.0", "::"];
const settings = { hostName: "chat.acme.example.org", addresses, bindAddress, dns: "cloudflare" };
const plan = decidePlan("acme", exampleSettings(settings));
const { records } = plan.dns;

describe("planned records", () => {
  it("give the host name its addresses and its certificate authority, as a zone file has them", () => {
    expect(zoneFileLines(records)).toEqual([
      "chat.acme.example.org. 300   IN A    203.0.113.7",
      "chat.acme.example.org. 300   IN AAAA 2001:db8::7",
      'chat.acme.example.org. 3600  IN CAA  0 issue "letsencrypt.org"',
      'chat.acme.example.org. 3600  IN CAA  0 issuewild ";"',
    ]);
  });

  it("name their stack and say what they are for", () => {
    for (const { comment, why } of records) {
      expect(comment).toContain("acme");
      expect(comment.length).toBeLessThanOrEqual(100); // what Cloudflare's smallest plan takes
      expect(why).not.toBe("");
    }
    expect(recordTable(records)[0]).toMatch(/^NAME +TYPE +VALUE +TTL +WHY$/);
    expect(recordTable(records)).toHaveLength(records.length + 1);
  });

  it("are of one address family where the server has one", () => {
    const recordsOf = (given: object) =>
      decidePlan("a", exampleSettings({ addresses: given, bindAddress })).dns.records;
    const types = (given: object) => recordsOf(given).map(({ type }) => type);
    expect(types({ ipv4: addresses.ipv4 })).toEqual(["A", "CAA", "CAA"]);
    expect(types({ ipv6: addresses.ipv6 })).toEqual(["AAAA", "CAA", "CAA"]);
    expect(types({})).toEqual(["CAA", "CAA"]);
  });

  it.each([
    ["internal", []],
    [{ mode: "acme", directory: "https://ca.internal/acme/directory" }, []],
    [{ mode: "acme", directory: "https://acme-staging-v02.api.letsencrypt.org/directory" }, ["letsencrypt.org"]],
    [{ mode: "acme", directory: "https://acme.zerossl.com/v2/DV90" }, ["sectigo.com"]],
  ])("authorise the authority that is known: %j", (tls, expected) => {
    const { dns } = decidePlan("acme", exampleSettings({ tls, addresses, bindAddress }));
    const issuers = dns.records.flatMap(({ content }) => /^0 issue "(.+)"$/.exec(content)?.[1] ?? []);
    expect(issuers).toEqual(expected);
  });

  it("lead other servers to the host where no well-known document can", () => {
    const [host] = plan.proxy.names;
    if (host === undefined) throw new Error("a host name");
    const federation = { serverName: "acme.example.org", hostName: host, port: 443 };
    const all = planRecords({ stack: "acme", names: [], addresses: plannedNone, authority: null, federation });
    expect(zoneFileLines(all)).toEqual([
      "_matrix-fed._tcp.acme.example.org. 3600  IN SRV  10 0 443 chat.acme.example.org.",
    ]);
  });

  it("are none for a name that means this machine or one network", () => {
    for (const serverName of ["localhost", "chat.localhost", "chatserver"])
      expect(
        decidePlan("local", exampleSettings({ serverName, tls: "internal", addresses, bindAddress })).dns.records,
      ).toEqual([]);
  });

  it("are made by no one, or in a zone that is named or found", () => {
    const provider = (dns: unknown) =>
      decidePlan("acme", exampleSettings({ dns, addresses, bindAddress })).dns.provider;
    expect(provider("none")).toBe("none");
    expect(provider("cloudflare")).toEqual({ zone: null });
    expect(provider({ provider: "cloudflare", zone: "example.org" })).toEqual({ zone: "example.org" });
  });
});

const plannedNone = { ipv4: null, ipv6: null };
