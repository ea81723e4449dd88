import * as pulumi from "@pulumi/pulumi";
import type { MockResourceArgs } from "@pulumi/pulumi/runtime/mocks.js";
import { describe, expect, it } from "vitest";
import { usedCloudflareProperties } from "../../airgap/cloudflare/conformance.ts";
import { decidePlan } from "../../src/plan/decide.ts";
import { type DnsWishes, planRecords } from "../../src/plan/dns/dns.ts";
import type { PlannedDns } from "../../src/plan/dns/planned.ts";
import { declareDns } from "../../stacks/declare-dns.ts";
import { exampleSettings } from "../plan/example-settings.ts";
import { pathsOf } from "../support/property-paths.ts";

const record = "cloudflare:index/dnsRecord:DnsRecord";
const addresses = { ipv4: "203.0.113.7", ipv6: "2001:db8::7" };
const bindAddress = ["0.0.0.0", "::"];
const settings = { hostName: "chat.acme.org", addresses, bindAddress, dns: "cloudflare" };
const { dns, proxy } = decidePlan("acme", exampleSettings(settings));
const [hostName] = proxy.names;
if (hostName === undefined) throw new Error("a host name");
const federation = { serverName: "acme.org", hostName, port: 443 };
const wishes: DnsWishes = { stack: "acme", names: [hostName], addresses, authority: "letsencrypt.org", federation };

/** Declares the records under Pulumi's mocks, where the token sees these zones. */
async function declare(plan: PlannedDns, zones: readonly string[]): Promise<readonly MockResourceArgs[]> {
  const made: MockResourceArgs[] = [];
  const newResource = (args: MockResourceArgs) => {
    made.push(args);
    return { id: args.name, state: args.inputs };
  };
  const results = zones.map((name) => ({ id: `id of ${name}`, name }));
  await pulumi.runtime.setMocks({ newResource, call: () => ({ results }) }, "chatkeep", "acme", false);
  await declareDns({ dns: plan, stack: "acme" }, "hunter2");
  await pulumi.runtime.disconnect();
  return made;
}

describe("the declared records", () => {
  it("are those of the plan, in their zone, never proxied", async () => {
    const made = (await declare(dns, ["acme.org", "chat.example"])).filter(({ type }) => type === record);
    expect(made.map(({ name }) => name)).toEqual([
      "A chat.acme.org",
      "AAAA chat.acme.org",
      "CAA chat.acme.org issue",
      "CAA chat.acme.org issuewild",
    ]);
    for (const { inputs } of made)
      expect(inputs).toMatchObject({ zoneId: "id of acme.org", proxied: false, comment: "chatkeep, stack acme" });
  });

  it("write the properties of the table, all of them and no others", async () => {
    const made = await declare({ ...dns, records: planRecords(wishes) }, ["acme.org"]);
    const written = made.filter(({ type }) => type === record).flatMap(({ inputs }) => pathsOf(inputs));
    expect([...new Set(written)].toSorted()).toEqual(
      Object.keys(usedCloudflareProperties["dnsRecord:DnsRecord"]).toSorted(),
    );
  });

  it("give the token to the provider alone, as a secret", async () => {
    const made = await declare(dns, ["acme.org"]);
    const holders = made.filter(({ inputs }) => JSON.stringify(inputs).includes("hunter2"));
    expect(holders.map(({ type }) => type)).toEqual(["pulumi:providers:cloudflare"]);
    const token = holders[0]?.inputs.apiToken;
    expect(Object.values(token)).toContain("1b47061264138c4ac30d75fd1eb44270"); // a secret on the wire (resource.SecretSig)
  });

  it("are not declared in a zone that only ends alike", async () => {
    await expect(declare(dns, ["evil-acme.org", "cme.org"])).rejects.toThrow(
      /no access to a zone at Cloudflare that contains chat.acme.org/,
    );
  });
});
