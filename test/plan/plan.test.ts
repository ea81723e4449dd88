import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mebibytes } from "../../src/kinds/size.ts";
import { writtenBinding } from "../../src/operations/try/ports.ts";
import { decidePlan } from "../../src/plan/decide.ts";
import { needsCloudflareToken } from "../../src/plan/dns/cloudflare-token.ts";
import { sizeStack } from "../../src/plan/services/sizing.ts";
import { homeserverSettings } from "../../src/settings/definitions.ts";
import { exampleSettings } from "./example-settings.ts";

const plan = decidePlan("acme", exampleSettings());

describe("settings of Synapse", () => {
  it("are in the plan by the names that the file has for them, as they were read", () => {
    const settings = exampleSettings({
      messageRetention: "365 days",
      homeserver: { max_avatar_size: "5M" },
      push: "off",
    });
    const { homeserver } = decidePlan("acme", settings);
    for (const key of homeserverSettings) expect(homeserver[key], key).toEqual(settings[key]);
  });
});

describe("a plan", () => {
  it("is plain data: it survives JSON", () => {
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
  });

  it("names and labels everything after the stack", () => {
    const named = Object.keys(plan.services).map((role) => [role, `chatkeep-acme-${role}`]);
    expect(Object.values(plan.services).map(({ role, name }) => [role, name])).toEqual(named);
    expect(plan.volumes.postgres.labels).toEqual({ "chatkeep.role": "postgres", "chatkeep.stack": "acme" });
  });

  it("publishes ports of the proxy alone", () => {
    expect(plan.services.postgres.ports).toEqual([]);
    expect(plan.services.synapse.ports).toEqual([]);
    expect(plan.services.proxy.ports.map(({ external }) => external)).toEqual([443, 80]);
  });

  it("keeps Postgres on the internal network alone", () => {
    expect(plan.networks.data.internal).toBe(true);
    expect(plan.services.postgres.networks).toEqual([{ role: "data", alias: "postgres" }]);
  });

  it("protects people's data, but not a throwaway stack's", () => {
    const throwaway = decidePlan("try", exampleSettings({ throwaway: true }));
    expect(protectedVolumes(plan)).toEqual(["postgres", "synapse", "proxy"]);
    expect(protectedVolumes(throwaway)).toEqual([]);
  });

  it("has no way out for federation when closed, and one for each server allowed", () => {
    const allowing = decidePlan(
      "acme",
      exampleSettings({ federation: { mode: "allowlist", servers: ["friend.example.net"] } }),
    );
    expect(plan.services.synapse.egress.map(({ why }) => why)).toEqual(["notifications, without message content"]);
    expect(allowing.services.synapse.egress.map(({ to }) => to)).toContain("friend.example.net");
    expect(allowing.services.synapse.egress.map(({ to }) => to)).not.toContain("any Matrix server");
    expect(plan.services.postgres.egress).toEqual([]);
    const mail = { smtp_host: "10.0.0.5", notif_from: "chat@acme.example", require_transport_security: true };
    expect(decidePlan("acme", exampleSettings({ homeserver: { email: mail } })).services.synapse.egress).toContainEqual(
      expect.objectContaining({ to: "10.0.0.5", port: 25 }),
    );
  });

  it("has one way out to a server whose name says its port, or is an address", () => {
    const servers = ["b.example.net:8443", "[2001:db8::7]"];
    const withPorts = decidePlan("acme", exampleSettings({ push: "off", federation: { mode: "allowlist", servers } }));
    expect(withPorts.services.synapse.egress.map(({ to, port }) => `${to} ${port}`)).toEqual([
      "b.example.net 8443",
      "2001:db8::7 8448",
    ]);
  });

  it("publishes each port on each address, calls on those of IPv4", () => {
    const wishes = {
      bindAddress: ["0.0.0.0", "::"],
      calls: { relayPorts: "50000-50000" },
      addresses: { ipv4: "203.0.113.7" },
    };
    const { proxy, turn } = decidePlan("acme", exampleSettings(wishes)).services;
    expect(proxy.ports.map(writtenBinding)).toEqual(["0.0.0.0:443", "[::]:443", "0.0.0.0:80", "[::]:80"]);
    expect(new Set(turn?.ports.map(({ address }) => address))).toEqual(new Set(["0.0.0.0"]));
  });

  it("leaves the port out of the address where it is the usual one", () => {
    expect(plan.baseUrl).toBe("https://acme.example.org");
    expect(decidePlan("acme", exampleSettings({ ports: { https: 8443 } })).baseUrl).toBe(
      "https://acme.example.org:8443",
    );
  });

  it("uses images by exact version from one source", () => {
    const images = (imageSource: string) =>
      Object.values(decidePlan("acme", exampleSettings({ imageSource })).services).map(({ image }) => image);
    expect(images("local").every((image) => /^chatkeep\/\w+:[\d.]+-r\d+$/.test(image))).toBe(true);
    expect(images("official").every((image) => /^(ghcr|docker)\.io\/.+:v?\d+\.\d+(\.\d+)?(-\w+)?$/.test(image))).toBe(
      true,
    );
  });
});

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
    const needs = (settings: Readonly<Record<string, unknown>>) =>
      needsCloudflareToken(decidePlan("acme", exampleSettings(settings)));
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

describe("sizing", () => {
  it("never hands out more memory than there is, and everyone gets some", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1024, max: 262_144 }), fc.integer({ min: 1, max: 128 }), (memory, processors) => {
        const {
          memory: shares,
          postgres,
          cacheBytes,
          picturePixels,
        } = sizeStack({ ...exampleSettings(), memory: mebibytes(memory), processors, calls: null });
        expect(Object.values(shares).reduce((sum, each) => sum + each)).toBe(memory);
        expect(Math.min(shares.postgres, shares.synapse)).toBeGreaterThan(300);
        expect(postgres.sharedBuffersMebibytes + postgres.connections * 4).toBeLessThan(shares.postgres);
        // Synapse itself and its caches, and one picture in the format that takes the most (templates/synapse/pictures.py).
        expect(cacheBytes + picturePixels * 13).toBeLessThan(shares.synapse * 2 ** 20 * 0.85);
        expect(picturePixels).toBeGreaterThan(4032 * 3024); // what telephones take
      }),
    );
  });

  it("lets the proxy run through a change of memory, save across one step", () => {
    const proxyOf = (memory: number) =>
      sizeStack({ ...exampleSettings(), memory: mebibytes(memory), processors: 1, calls: null }).memory.proxy;
    expect([1024, 1535, 1536, 2048, 262_144].map(proxyOf)).toEqual([256, 256, 320, 320, 320]);
  });

  it("grows caches and pools with the machine", () => {
    const small = sizeStack({ ...exampleSettings(), memory: mebibytes(1024), processors: 1, calls: null });
    const large = sizeStack({ ...exampleSettings(), memory: mebibytes(16_384), processors: 8, calls: null });
    expect(large.cacheFactor).toBeGreaterThan(small.cacheFactor);
    expect(large.databaseConnections.maximum).toBeGreaterThan(small.databaseConnections.maximum);
    expect(large.postgres.sharedBuffersMebibytes).toBeGreaterThan(small.postgres.sharedBuffersMebibytes);
  });
});

function protectedVolumes({ volumes }: typeof plan): readonly string[] {
  return Object.entries(volumes)
    .filter(([, { protect }]) => protect)
    .map(([role]) => role);
}
