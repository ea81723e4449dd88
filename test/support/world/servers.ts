import type { StackRecord } from "../stack/stack.ts";
import { birchOnIpv6, serverAddresses } from "./internet/addresses.ts";
import type { ZoneRecord } from "./internet/dns.ts";
import { bootServer, worldSettings } from "./server.ts";
import type { World } from "./world.ts";

/** The zones that the servers' names are in, with what their owner has there already: a website at one of the names. */
export const zones: Readonly<Record<string, readonly ZoneRecord[]>> = {
  "amber.test": [],
  "birch.test": [],
  "cedar.test": [{ name: "cedar.test", type: "A", content: serverAddresses.website, ttl: 60 }],
  "dune.test": [],
  "elm.test": [],
};

/** A server whose host is its name, that talks to birch.test alone, and whose authority asks at port 80 alone. */
export function bootAmber(world: World): Promise<StackRecord> {
  const federation = { mode: "allowlist", servers: ["birch.test"] };
  return bootServer(world, { ...worldSettings(world, "amber"), federation });
}

/** A server that delegates its own name, talks to amber.test alone, and whose authority asks at port 443 alone. It is on IPv6, too. */
export function bootBirch(world: World): Promise<StackRecord> {
  const federation = { mode: "allowlist", servers: ["amber.test"] };
  const names = { hostName: "chat.birch.test", delegation: "here" };
  const tls = { mode: "acme", directory: world.acme.secure.directory };
  const both = {
    addresses: { ipv4: serverAddresses.birch, ipv6: birchOnIpv6 },
    bindAddress: [serverAddresses.birch, birchOnIpv6],
  };
  return bootServer(world, { ...worldSettings(world, "birch"), ...names, ...both, tls, federation });
}

/** A server with certificate files of its own, whose name is a website's; it would talk to anyone. */
export async function bootCedar(world: World): Promise<StackRecord> {
  const files = await world.authority.certify("chat.cedar.test");
  const tls = { mode: "files", ...files };
  return await bootServer(world, {
    ...worldSettings(world, "cedar"),
    hostName: "chat.cedar.test",
    tls,
    federation: "open",
  });
}

/** A server at whose name nothing answers, so that others find it by an SRV record; it talks to cedar.test alone. */
export async function bootElm(world: World): Promise<StackRecord> {
  const tls = { mode: "acme", directory: world.acme.dns.directory, challenge: "dns" };
  return await bootServer(world, {
    ...worldSettings(world, "elm"),
    hostName: "chat.elm.test",
    delegation: "srv",
    tls,
    federation: { mode: "allowlist", servers: ["cedar.test"] },
    ports: { https: 443, http: "off" },
  });
}

/** A closed server behind a closed port 80, whose certificates last minutes and are got by a DNS record; its members can call. */
export async function bootDune(world: World): Promise<StackRecord> {
  const tls = { mode: "acme", directory: world.acme.dns.directory, challenge: "dns" };
  return await bootServer(world, {
    ...worldSettings(world, "dune"),
    tls,
    calls: "on",
    ports: { https: 443, http: "off" },
  });
}
