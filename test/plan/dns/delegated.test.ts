import { describe, expect, it } from "vitest";
import { decidePlan } from "../../../src/plan/decide.ts";
import { cloudflareToken } from "../../../src/settings/issued-secrets.ts";
import { exampleSettings } from "../example-settings.ts";

const plan = decidePlan("acme", exampleSettings());

describe("the names a plan answers to", () => {
  const names = (settings: Readonly<Record<string, unknown>>) => {
    const { delegation, proxy } = decidePlan("acme", exampleSettings(settings));
    return { delegation, names: proxy.names, wellKnownName: proxy.wellKnownName };
  };
  const hostName = "chat.acme.example.org";
  const dns = { mode: "acme", challenge: "dns" };

  it("are the host name alone, where it is the server name or someone else answers there", () => {
    expect(names({})).toEqual({ delegation: "none", names: ["acme.example.org"], wellKnownName: null });
    expect(names({ hostName })).toEqual({ delegation: "elsewhere", names: [hostName], wellKnownName: null });
  });

  it("are the server name too, for its well-known documents", () => {
    expect(names({ hostName, delegation: "here" })).toEqual({
      delegation: "here",
      names: [hostName],
      wellKnownName: "acme.example.org",
    });
  });

  it("are the server name too behind an SRV record: that is what other servers ask for", () => {
    expect(names({ hostName, delegation: "srv", federation: "open", tls: dns })).toEqual({
      delegation: "srv",
      names: [hostName, "acme.example.org"],
      wellKnownName: null,
    });
  });
});

describe("the DNS records of a delegated name", () => {
  const records = (settings: Readonly<Record<string, unknown>>) => {
    const addresses = { ipv4: "203.0.113.7" };
    const { dns } = decidePlan("acme", exampleSettings({ hostName: "chat.acme.example.org", addresses, ...settings }));
    return dns.records.filter(({ type }) => type !== "CAA").map(({ type, name, content }) => [type, name, content]);
  };
  const host = ["A", "chat.acme.example.org", "203.0.113.7"];

  it("are the host's alone where someone else answers at the server name", () => {
    expect(records({})).toEqual([host]);
  });

  it("lead the server name here where its documents are served here", () => {
    expect(records({ delegation: "here" })).toEqual([host, ["A", "acme.example.org", "203.0.113.7"]]);
  });

  it("tell other servers the host and its port where no document can", () => {
    const tls = { mode: "acme", challenge: "dns" };
    expect(records({ delegation: "srv", federation: "open", tls })).toEqual([
      host,
      ["SRV", "_matrix-fed._tcp.acme.example.org", "10 0 443 chat.acme.example.org."],
    ]);
  });
});

describe("certificates by a DNS record", () => {
  const { services } = decidePlan("acme", exampleSettings({ tls: { mode: "acme", challenge: "dns" } }));

  it("are got by our own build of the proxy, so that no outsider's image holds the token", () => {
    expect(services.proxy.image).toMatch(/^chatkeep\/caddy:/);
    expect(services.synapse.image).toMatch(/^ghcr\.io\//);
    expect(plan.services.proxy.image).toMatch(/^docker\.io\//);
  });

  it("need Cloudflare's token, as records there do, and nothing else does", () => {
    const needs = (settings: Readonly<Record<string, unknown>>) => cloudflareToken.isNeeded(exampleSettings(settings));
    const addresses = { ipv4: "203.0.113.7" };
    expect(needs({ tls: { mode: "acme", challenge: "dns" } })).toBe(true);
    expect(needs({ dns: "cloudflare", addresses })).toBe(true);
    expect(needs({ addresses })).toBe(false);
  });

  it("have Cloudflare's API among the proxy's ways out", () => {
    expect(services.proxy.egress.map(({ to }) => to)).toEqual([
      "acme-v02.api.letsencrypt.org",
      "api.cloudflare.com",
      "the zone's nameservers",
    ]);
    expect(plan.services.proxy.egress.map(({ to }) => to)).toEqual(["acme-v02.api.letsencrypt.org"]);
  });
});
