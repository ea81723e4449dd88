import type { SeenRecord } from "../../io/cloudflare/cloudflare.ts";
import type { EngineFacts } from "../../io/docker/engine-facts.ts";
import type { StackObservation } from "../../io/docker/observations.ts";
import type { AddressSeen } from "../../io/probes/addresses.ts";
import type { AuthoritySeen } from "../../io/probes/authority.ts";
import type { CertificateSeen, ProtocolsSeen } from "../../io/probes/handshake.ts";
import type { InsideSeen, PublicKey } from "../../io/probes/inside.ts";
import type { BootSeen, ClockKept, DiskSeen, TakenPort } from "../../io/probes/machine.ts";
import type { Lookups } from "../../io/probes/name-lookup.ts";
import type { GatewaySeen } from "../../io/probes/push-gateway.ts";
import type { FollowedAnswer, WebAnswer } from "../../io/probes/web.ts";
import type { Company } from "../../io/pulumi/own-network.ts";
import type { JsonObject } from "../../kinds/json.ts";
import type { Observed } from "../../kinds/observed.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Settings } from "../../settings/settings.ts";
import type { ErasureList } from "../backup/erasures.ts";
import type { BackupResults } from "../backup/run/results.ts";
import type { SeenToken } from "../dns/token-scope.ts";
import type { Drift } from "../state/change.ts";

/** What is declared: every check holds what it sees against it. */
export interface Declared {
  readonly settings: Settings;
  readonly plan: Plan;
  readonly now: string;
}

/** What Cloudflare says of the token, and has at the planned names. */
export interface ZoneSeen {
  readonly token: SeenToken;
  readonly records: readonly SeenRecord[];
}

/** What can be seen of the machine at once, without asking anyone else. */
export interface MachineFacts extends Declared {
  readonly engine: Observed<EngineFacts>;
  /** The stack's ports that another program uses. */
  readonly taken: Observed<readonly TakenPort[]>;
  readonly disk: Observed<DiskSeen>;
  readonly missingImages: Observed<readonly string[]>;
}

/** What `doctor` observes. */
export interface FactsBefore extends MachineFacts {
  readonly boot: Observed<BootSeen>;
  readonly clockKept: Observed<ClockKept>;
  /** Whether the packet filter has the engine's rules; null where that cannot be seen from here. */
  readonly engineRules: Observed<boolean> | null;
  /** Of the machine that this runs on, wherever the engine is. */
  readonly company: Observed<Company>;
  /** The machine's own addresses, where the engine is on this machine. */
  readonly ownAddresses: Observed<readonly string[]>;
  /** What resolvers anywhere answer; null where no public name is at stake. */
  readonly world: Observed<Lookups> | null;
  /** What this machine's own resolver answers. */
  readonly own: Observed<Lookups> | null;
  /** null where no provider is declared. */
  readonly zone: Observed<ZoneSeen> | null;
  readonly authority: Observed<AuthoritySeen> | null;
  /** The addresses of the accounts that the proxy has with authorities; none where it was not made yet. */
  readonly accounts: Observed<readonly string[]>;
  /** Whether the missing images are available; null if none is missing. */
  readonly imagesInReach: Observed<boolean> | null;
}

/** The documents that have to be served, by their name; null where there has to be none. */
export type WellKnown = Readonly<Record<"client" | "server" | "support", JsonObject | null>>;

/** What the TURN server says of itself to who asks from outside. */
export interface TurnSeen {
  readonly answers: Observed<boolean>;
  readonly certificate: Observed<CertificateSeen>;
}

/** What `check` observes. */
export interface FactsAfter extends Declared {
  readonly wellKnown: WellKnown;
  readonly derivedKey: Observed<PublicKey>;
  readonly stack: Observed<StackObservation>;
  readonly engine: Observed<EngineFacts>;
  readonly certificate: Observed<CertificateSeen>;
  /** At every further name that the proxy has a certificate for. */
  readonly otherCertificates: Readonly<Record<string, Observed<CertificateSeen>>>;
  /** Who answers at each address of each name that leads to the server; null where its name is in no DNS. */
  readonly addresses: Observed<Readonly<Record<string, readonly AddressSeen[]>>> | null;
  readonly protocols: Observed<ProtocolsSeen>;
  /** null where there is none. */
  readonly turn: TurnSeen | null;
  /** Answers through the proxy, by path. */
  readonly web: Readonly<Record<string, Observed<WebAnswer>>>;
  /** The well-known documents at the server name itself, where that leads to another host, after redirects; null if the server name is the host name, or has none. */
  readonly apex: Observed<Readonly<Record<"client" | "server", FollowedAnswer>>> | null;
  readonly inside: Observed<InsideSeen>;
  readonly keysInside: Observed<readonly PublicKey[]>;
  readonly gateways: Observed<readonly GatewaySeen[]> | null;
  readonly uploads: Observed<{ readonly proxy: number; readonly synapse: number }>;
  readonly drift: Observed<readonly DriftSeen[]>;
  /** How backups last ended; null where none are wanted. */
  readonly backups: Observed<BackupResults> | null;
  /** What was erased, and whether the repository of backups knows it; null where there are no backups. */
  readonly erasures: Observed<ErasureList> | null;
}

/** Something that is not as declared: changed on the engine, or in the settings since the last `up`. */
export interface DriftSeen extends Omit<Drift, "found"> {
  readonly found: Drift["found"] | "to be changed";
}

/** Of these images, those that come from a registry: what we build ourselves has our name in front. */
export function fromRegistries(images: readonly string[]): readonly string[] {
  return images.filter((image) => !image.startsWith("chatkeep/"));
}

/** Every name that leads to the server: the host's, the server name where its documents are served here, and those that have planned addresses. */
export function hostsOf({ plan }: Declared): readonly string[] {
  const { wellKnownName } = plan.proxy;
  const hosts = plan.dns.records.filter(({ type }) => type === "A" || type === "AAAA").map(({ name }) => name);
  return [...new Set([plan.hostName, ...(wellKnownName === null ? [] : [wellKnownName]), ...hosts])];
}

/** Every name that has a certificate here: where an SRV record leads to the host, the server name is among them. */
export function certifiedNames(declared: Declared): readonly string[] {
  return [...new Set([...hostsOf(declared), ...declared.plan.proxy.names])];
}

/** Every name whose records matter: those with certificates, and those of all planned records. */
export function namesAtStake(declared: Declared): readonly string[] {
  return [...new Set([...certifiedNames(declared), ...declared.plan.dns.records.map(({ name }) => name)])];
}
