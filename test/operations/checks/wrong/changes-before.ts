import type { SeenRecord } from "../../../../src/io/cloudflare/cloudflare.ts";
import type { Answers } from "../../../../src/io/probes/name-lookup.ts";
import type { FactsBefore, ZoneSeen } from "../../../../src/operations/checks/facts.ts";
import type { PublishedPort } from "../../../../src/plan/plan.ts";
import { goodCaa, goodZone, seenRecord } from "../good-before.ts";

export const host = "chat.acme.example.org";
export const seen = <Seen>(value: Seen) => ({ seen: value });

/** The name as everyone sees it, here too. */
export function named(differences: Partial<Answers>): Partial<FactsBefore> {
  const service = { a: [], aaaa: [], caa: [], srv: [`10 5 443 ${host}`] };
  const lookups = seen({
    "_matrix-fed._tcp.acme.example.org": service,
    [host]: { a: ["203.0.113.7"], aaaa: [], srv: [], caa: goodCaa, ...differences },
  });
  return { world: lookups, own: lookups };
}

export function engine(differences: object) {
  return (good: FactsBefore): Partial<FactsBefore> =>
    "seen" in good.engine ? { engine: seen({ ...good.engine.seen, ...differences }) } : {};
}

function zone(differences: Partial<ZoneSeen>) {
  return (good: FactsBefore): Partial<FactsBefore> =>
    good.zone !== null && "seen" in good.zone ? { zone: seen({ ...good.zone.seen, ...differences }) } : {};
}

export function authority(clockAheadSeconds: number | null): Partial<FactsBefore> {
  return { authority: seen({ caaIdentities: ["letsencrypt.org"], clockAheadSeconds }) };
}

export function declared(serverName: string, hostName: string) {
  return ({ plan }: FactsBefore): Partial<FactsBefore> => {
    const names = { serverName: serverName as typeof plan.serverName, hostName: hostName as typeof plan.hostName };
    return { plan: { ...plan, ...names } };
  };
}

export function token(differences: Partial<ZoneSeen["token"]>) {
  return zone({ token: { status: "active", zones: [goodZone], ...differences }, records: [] });
}

/** The zone with the server's own address record, changed, and others beside it. */
export function records(changed: Partial<SeenRecord>, ...others: readonly Partial<SeenRecord>[]) {
  const own = seenRecord({ name: host, type: "A", content: "203.0.113.7", ttl: 300, comment: "", why: "" });
  return zone({
    records: [{ ...own, ...changed }, ...others.map((each, index) => ({ ...own, id: `${index}`, ...each }))],
  });
}

export const aaaa = { name: host, type: "AAAA", ttl: 300, comment: "", why: "" } as const;

export function withRecords(
  { plan }: Pick<FactsBefore, "plan">,
  records: FactsBefore["plan"]["dns"]["records"],
): FactsBefore["plan"] {
  return { ...plan, dns: { ...plan.dns, records } };
}

/** The world that knows the server name too. */
export function withApex({ world }: FactsBefore, address: string): Partial<FactsBefore> {
  if (world === null || !("seen" in world)) return {};
  const apex = { a: [address], aaaa: [], srv: [], caa: [] };
  return { world: seen({ ...world.seen, "acme.example.org": apex }) };
}

/** The plan with the proxy's ports as they are changed. */
export function withPorts(
  { plan }: FactsBefore,
  change: (port: PublishedPort) => PublishedPort | null,
): FactsBefore["plan"] {
  const { proxy } = plan.services;
  const ports = proxy.ports.map(change).filter((each) => each !== null);
  return { ...plan, services: { ...plan.services, proxy: { ...proxy, ports } } };
}

/** The plan with the proxy's ports on these addresses. */
export function boundTo({ plan }: Pick<FactsBefore, "plan">, ...addresses: readonly string[]): FactsBefore["plan"] {
  const { proxy } = plan.services;
  const ports = addresses.map((address) => ({ internal: 443, external: 443, address, protocol: "tcp" as const }));
  return { ...plan, services: { ...plan.services, proxy: { ...proxy, ports } } };
}
