import { type Hostname, hostOf } from "../../kinds/names.ts";
import { delegationOf } from "../../settings/names/served-names.ts";
import type { Settings } from "../../settings/settings.ts";
import { elementWebName } from "../services/element-web.ts";
import { authorityIdentity } from "./authority-identity.ts";
import type { PlannedDns, PlannedRecord } from "./planned.ts";

/** What the records follow from. */
export interface DnsWishes {
  readonly stack: string;
  /** Every name that the proxy answers to. */
  readonly names: readonly Hostname[];
  readonly addresses: { readonly ipv4: string | null; readonly ipv6: string | null };
  /** How the certificate authority is called in CAA records; null where any may issue, or its name is not known. */
  readonly authority: string | null;
  /** Where other servers are sent by an SRV record; null where a well-known document does it. */
  readonly federation: { readonly serverName: string; readonly hostName: Hostname; readonly port: number } | null;
}

/** Five minutes: after a change of address, no client uses the old one for longer. */
const addressSeconds = 300;
/** An hour: what seldom changes may be kept, and a wrong one is still gone the same day. */
const lastingSeconds = 3600;

/** Decides a stack's records. */
export function decideDns(stack: string, settings: Settings): PlannedDns {
  const { dns, addresses, tls } = settings;
  return {
    provider: dns.provider === "none" ? "none" : { zone: dns.zone },
    records: planRecords({
      stack,
      names: namesWithRecords(settings),
      addresses,
      authority: tls.mode === "acme" ? authorityIdentity(tls.directory) : null,
      federation: federationService(settings),
    }),
  };
}

/** The names that need records: the host name, the server name where our proxy serves it too, and that of Element Web. */
function namesWithRecords(settings: Settings): readonly Hostname[] {
  const elementWeb = elementWebName(settings);
  const others = [
    ...(delegationOf(settings) === "here" ? [hostOf(settings.serverName)] : []),
    ...(elementWeb === null ? [] : [elementWeb]),
  ];
  return [settings.hostName, ...others];
}

/** Where other servers find this one without a well-known document (Matrix server-server API, "Resolving server names", step 4). */
function federationService(settings: Settings): DnsWishes["federation"] {
  const { serverName, hostName, publicPort } = settings;
  return delegationOf(settings) === "srv" ? { serverName, hostName, port: publicPort } : null;
}

/** The records for these wishes; names that mean one machine or one network have none. */
export function planRecords(wishes: DnsWishes): readonly PlannedRecord[] {
  const { names, addresses, authority, federation } = wishes;
  const comment = `chatkeep, stack ${wishes.stack}`;
  return names
    .filter(isInDns)
    .flatMap((name) => [
      ...(addresses.ipv4 === null ? [] : [address(name, "A", addresses.ipv4, comment)]),
      ...(addresses.ipv6 === null ? [] : [address(name, "AAAA", addresses.ipv6, comment)]),
      ...(authority === null ? [] : authorisations(name, authority, comment)),
    ])
    .concat(federation === null || !isInDns(federation.hostName) ? [] : [service(federation, comment)]);
}

/** Whether a name can have records: one without a dot, or below `localhost`, is looked up nowhere (RFC 6761, section 6.3). */
export function isInDns(name: string): boolean {
  return name.includes(".") && !name.endsWith(".localhost");
}

function address(name: string, type: "A" | "AAAA", content: string, comment: string): PlannedRecord {
  return { name, type, content, ttl: addressSeconds, comment, why: "where clients and other servers connect" };
}

/** Who may issue certificates for the name and for those below it that say nothing themselves (RFC 8659): ours, and no wildcard. */
function authorisations(name: string, authority: string, comment: string): readonly PlannedRecord[] {
  const common = { name, type: "CAA", ttl: lastingSeconds, comment } as const;
  return [
    { ...common, content: `0 issue "${authority}"`, why: `no other authority issues certificates for ${name}` },
    { ...common, content: '0 issuewild ";"', why: "no authority issues wildcard certificates: none is used" },
  ];
}

/** RFC 2782; priority and weight have no meaning for one target. */
function service({ serverName, hostName, port }: NonNullable<DnsWishes["federation"]>, comment: string): PlannedRecord {
  return {
    name: `_matrix-fed._tcp.${serverName}`,
    type: "SRV",
    content: `10 0 ${port} ${hostName}.`,
    ttl: lastingSeconds,
    comment,
    why: `other servers find ${serverName} at ${hostName}`,
  };
}
