import { describe, expect, it } from "vitest";
import { writtenBinding } from "../../src/operations/try/ports.ts";
import { decidePlan } from "../../src/plan/decide.ts";
import { homeserverSettings } from "../../src/settings/definitions.ts";
import { exampleSettings } from "./example-settings.ts";

const plan = decidePlan("acme", exampleSettings());

/** What keeps a network from the host that it is on. */
const withoutHost = { "com.docker.network.bridge.inhibit_ipv4": "true", "com.docker.network.enable_ipv6": "false" };

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

  it("publishes no port and has no egress where the server is cut off, and begins with no prepared database", () => {
    const plan = decidePlan("drill", exampleSettings({ throwaway: true, isolated: true, calls: "off" }));
    expect(Object.values(plan.networks).map(({ internal }) => internal)).toEqual([true, true]);
    expect(Object.values(plan.networks).map(({ options }) => options)).toEqual([withoutHost, withoutHost]);
    expect(Object.values(plan.services).flatMap(({ ports, egress }) => [...ports, ...egress])).toEqual([]);
    expect(plan.services.postgres.image).toBe(decidePlan("acme", exampleSettings({})).services.postgres.image);
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

function protectedVolumes({ volumes }: typeof plan): readonly string[] {
  return Object.entries(volumes)
    .filter(([, { protect }]) => protect)
    .map(([role]) => role);
}
