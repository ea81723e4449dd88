import type { Cloudflare } from "../../io/cloudflare/cloudflare.ts";
import { acmeAccounts } from "../../io/probes/acme-accounts.ts";
import { askAuthority } from "../../io/probes/authority.ts";
import { clockKept, engineAtBoot, hasEngineRules, machineAddresses } from "../../io/probes/machine.ts";
import { lookUp, publicResolvers } from "../../io/probes/name-lookup.ts";
import { observeWithin } from "../../io/probes/observe.ts";
import { companyHere } from "../../io/pulumi/own-network.ts";
import type { Observed } from "../../kinds/observed.ts";
import {
  type Declared,
  type FactsBefore,
  fromRegistries,
  namesAtStake,
  type ZoneSeen,
} from "../../operations/checks/facts.ts";
import { seeToken } from "../../operations/dns/token-scope.ts";
import { authorityIdentity } from "../../plan/dns/authority-identity.ts";
import { placeRecords } from "../../plan/dns/zones.ts";
import { recordsAt } from "../dns/dns.ts";
import type { Session } from "../session.ts";
import { isHereFor, type ReachedEngine } from "../stack/engine.ts";
import { type EngineObservation, elsewhereReason, factsOfMachine } from "./facts-of-machine.ts";

/** How a look before is done. */
export interface ObservationBefore {
  readonly engine: EngineObservation;
  /** null where the engine does not answer. */
  readonly reached: ReachedEngine | null;
  /** Resolvers that were named; null leaves the choice to what is declared. */
  readonly resolvers: readonly string[] | null;
  /**
   * How Cloudflare is reached where everything is asked: Cloudflare, which `up` asks by itself, and a private authority,
   * whose name may be known only in the containers' network. null asks neither.
   */
  readonly thorough: { readonly cloudflare: () => Promise<Cloudflare> } | null;
}

/** How long others may take to answer. */
const patiently = 10_000;
/** Cloudflare is asked again where it gives no clear answer. */
const veryPatiently = 30_000;
const shortly = 10_000;

/** Observes everything that `doctor` judges, in parallel, each with its own time limit. Only for a public server are requests sent to the internet. */
export async function factsBefore(session: Session, declared: Declared, how: ObservationBefore): Promise<FactsBefore> {
  const isHere = await isHereFor(session, "seen" in how.engine.facts ? how.engine.facts.seen : null);
  const elsewhere = { unseen: elsewhereReason } as const;
  const canSeeRules = isHere && process.getuid?.() === 0 && process.platform === "linux";
  const [machine, boot, kept, engineRules, company, world, own, authority, accounts, imagesInReach, zone] =
    await Promise.all([
      factsOfMachine(session, declared, how.engine),
      isHere ? observeWithin(shortly, engineAtBoot) : elsewhere,
      isHere ? observeWithin(shortly, clockKept) : elsewhere,
      canSeeRules ? observeWithin(shortly, hasEngineRules) : null,
      observeWithin(shortly, () => companyHere(session.environment.DOCKER_HOST, declared.plan.dns.provider)),
      askWorld(declared, how),
      askOwnResolver(declared, how),
      askAuthorityOf(declared, how),
      askForAccounts(declared, how),
      askForImages(how),
      askZoneOf(declared, how),
    ]);
  const ownAddresses = isHere ? { seen: machineAddresses() } : elsewhere;
  const here = { boot, clockKept: kept, engineRules, company, ownAddresses };
  return { ...machine, ...here, world, own, zone, authority, accounts, imagesInReach };
}

/** The name servers for the public view: the ones that were named, or public resolvers if a public authority is used. */
function worldResolvers({ plan: { proxy } }: Declared, { resolvers }: ObservationBefore): readonly string[] | null {
  if (resolvers !== null && resolvers.length > 0) return resolvers;
  return proxy.tls.mode === "acme" && authorityIdentity(proxy.tls.directory) !== null ? publicResolvers : null;
}

async function askWorld(declared: Declared, how: ObservationBefore) {
  const resolvers = worldResolvers(declared, how);
  return resolvers === null
    ? null
    : observeWithin(patiently, (signal) => lookUp(resolvers, namesAtStake(declared), signal));
}

/** Only public resolvers are compared: resolvers that were named can be as private as this machine's. */
async function askOwnResolver(declared: Declared, how: ObservationBefore) {
  if (worldResolvers(declared, how) !== publicResolvers) return null;
  return observeWithin(patiently, (signal) => lookUp(null, namesAtStake(declared), signal));
}

async function askAuthorityOf({ plan: { proxy } }: Declared, { thorough }: ObservationBefore) {
  const { tls, trustedAuthorities } = proxy;
  if (tls.mode !== "acme" || !(thorough !== null || authorityIdentity(tls.directory) !== null)) return null;
  return observeWithin(patiently, (signal) => askAuthority(tls.directory, trustedAuthorities, signal));
}

async function askForAccounts({ plan }: Declared, { reached }: ObservationBefore): Promise<FactsBefore["accounts"]> {
  if (reached === null) return { unseen: "the engine does not answer" };
  return observeWithin(shortly, () => acmeAccounts(reached.stack, plan.services.proxy.name));
}

async function askZoneOf({ plan }: Declared, { thorough }: ObservationBefore): Promise<Observed<ZoneSeen> | null> {
  if (plan.dns.provider === "none" || thorough === null) return null;
  return observeWithin(veryPatiently, async () => {
    const cloudflare = await thorough.cloudflare();
    const token = await seeToken(cloudflare);
    const { placed } = placeRecords(plan.dns, token.zones);
    return { token, records: await recordsAt(placed, cloudflare) };
  });
}

/** One of a registry's images stands for all. */
async function askForImages({ engine, reached }: ObservationBefore): Promise<Observed<boolean> | null> {
  const [official] = "seen" in engine.missingImages ? fromRegistries(engine.missingImages.seen) : [];
  if (official === undefined || reached === null) return null;
  const { officialImagesReachable } = await import("../../io/images/reach.ts");
  return observeWithin(patiently, () => officialImagesReachable(reached.client, { official }));
}
