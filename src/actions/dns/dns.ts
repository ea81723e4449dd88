import { Refusal } from "../../errors.ts";
import type { Cloudflare, SeenRecord } from "../../io/cloudflare/cloudflare.ts";
import type { Pulumi } from "../../io/pulumi/pulumi.ts";
import type { PulumiState } from "../../io/pulumi/state.ts";
import type { Secret } from "../../kinds/secret.ts";
import {
  compareRecords,
  type DnsObservation,
  decideAdoption,
  decideDnsSteps,
} from "../../operations/dns/dns-observation.ts";
import { judgeToken, seeToken, type TokenFinding } from "../../operations/dns/token-scope.ts";
import type { Step } from "../../operations/up/steps.ts";
import { type Placement, placeRecords } from "../../plan/dns/zones.ts";
import { cloudflareToken } from "../../settings/issued-secrets.ts";
import { pendingSteps } from "../issued-secrets.ts";
import type { Session } from "../session.ts";
import type { SettledGoal } from "../stack/goal.ts";
import type { Situation } from "../stack/situation.ts";
import { type TokenPlaces, tokenOf } from "./dns-token.ts";

/** What the person says about records that are there already, and a token that was given for this look. */
export interface DnsOptions {
  readonly replaceRecords: boolean;
  readonly givenToken?: Secret | undefined;
}

/** How Cloudflare is observed. */
export interface DnsLook extends DnsOptions {
  readonly pulumi: Pulumi;
  readonly note: (line: string) => void;
}

/**
 * Observes Cloudflare before anything is created: the token's permissions, and the existing records. Gives what has to be done
 * before Pulumi's turn; refuses what would overwrite something without a word.
 */
export async function observeDns(
  session: Session,
  { goal, source, settings }: SettledGoal,
  { written, state }: Pick<Situation, "written" | "state">,
  { pulumi, replaceRecords, givenToken: given, note }: DnsLook,
): Promise<readonly Step[]> {
  const { dns } = goal.plan;
  const { adoptedRecords } = session.paths;
  const store = pendingSteps(session.paths, settings, written);
  if (dns.provider === "none") return store;
  const isStored = source?.values[cloudflareToken.key] !== undefined;
  const cloudflare = await connect(session, pulumi, { isStored, given });
  const token = await seeToken(cloudflare);
  const placement = placeRecords(dns, token.zones);
  tellFindings(judgeToken(token, placement), note);
  const observed = compareRecords(placement.placed, await unmanaged(state, placement, cloudflare));
  tellObservation(observed, placement, note);
  const replace = decideDnsSteps(observed, replaceRecords);
  if (settings.pluginSource === "own") return [...store, ...replace];
  return [...store, ...replace, ...decideAdoption(observed, adoptedRecords, await session.files.has(adoptedRecords))];
}

/** Cloudflare, with the stack's token. */
export async function connect(session: Session, pulumi: Pulumi, places: TokenPlaces): Promise<Cloudflare> {
  const { cloudflareWith } = await import("../../io/cloudflare/cloudflare.ts");
  return cloudflareWith(await tokenOf(session, pulumi, places));
}

function tellFindings(findings: readonly TokenFinding[], note: (line: string) => void): void {
  const refused = findings.filter(({ severity }) => severity === "refuse");
  const [first] = refused;
  if (first !== undefined)
    throw new Refusal(`DNS: ${refused.map(({ found }) => found).join("; ")}`, { next: first.next });
  for (const { found, next } of findings)
    note(`DNS: ${found}. Anyone who obtains the token has these permissions. ${next}`);
}

/** Records at the planned names that the stack's own state does not know. */
async function unmanaged(
  state: PulumiState | null,
  { placed }: Placement,
  cloudflare: Cloudflare,
): Promise<readonly SeenRecord[]> {
  const ours = new Set(state?.resources.map(({ id }) => id));
  return (await recordsAt(placed, cloudflare)).filter(({ id }) => !ours.has(id));
}

/** All records at Cloudflare with the planned names, each name requested once. */
export async function recordsAt(
  placed: Placement["placed"],
  cloudflare: Pick<Cloudflare, "records">,
): Promise<readonly SeenRecord[]> {
  const places = new Map(
    placed.map(({ zone, record }) => [`${zone.id} ${record.name}`, [zone.id, record.name] as const]),
  );
  return (await Promise.all([...places.values()].map(([zone, name]) => cloudflare.records(zone, name)))).flat();
}

function tellObservation({ same }: DnsObservation, { leftOut }: Placement, note: (line: string) => void): void {
  for (const { planned } of same) note(`DNS: ${planned.title} exists already, as planned, and is taken over`);
  const names = new Set(leftOut.map(({ name }) => name));
  for (const name of names)
    note(`DNS: no CAA record is created for ${name}: it would apply to every other name in the zone`);
}
