import type { Pulumi } from "../../io/pulumi/pulumi.ts";
import { refuseForeign } from "../../operations/ownership/refuse.ts";
import { takenOver, withAdoptions } from "../../operations/ownership/take-over.ts";
import { restartLines } from "../../operations/running/restarts.ts";
import type { Change, Drift } from "../../operations/state/change.ts";
import type { Leftovers, Seen } from "../../operations/up/seen.ts";
import type { Step } from "../../operations/up/steps.ts";
import { changesOnCleanState, decideUp, driftOf, refuseUp, withoutRepaired } from "../../operations/up/up.ts";
import { withDnsSteps } from "../../operations/up/with-dns-steps.ts";
import type { Plan } from "../../plan/plan.ts";
import { showDns } from "../../render/dns/records-text.ts";
import type { Settings } from "../../settings/settings.ts";
import { enforceChecks } from "../checks/enforce.ts";
import type { Session } from "../session.ts";
import type { KnownDeclaration } from "../stack/declaration.ts";
import type { ReachedEngine } from "../stack/engine.ts";
import { decideGoal, type SettledGoal } from "../stack/goal.ts";
import { changingPulumi } from "../stack/pulumi.ts";
import type { Situation } from "../stack/situation.ts";
import { type Progress, withProgress } from "../terminal.ts";
import { gather } from "./gather.ts";
import { artifactsOf, keyFacts, type Look, type LookOptions, observe } from "./observe.ts";

/** What `up` will do, decided and not yet done, and what it is done with. */
export interface Prepared extends Decided {
  readonly settings: Settings;
  readonly plan: Plan;
  readonly engine: ReachedEngine;
  readonly pulumi: Pulumi;
}

interface Decided {
  readonly steps: readonly Step[];
  readonly changes: readonly Change[];
  readonly drift: readonly Drift[];
}

/** What the person says about what is in the way. */
export interface PrepareOptions extends LookOptions {
  /** Checks that do not keep `up` from going on, by their ids. */
  readonly skipCheck?: readonly string[] | undefined;
}

/** Looks and decides. Nothing is changed. */
export async function prepare(
  session: Session,
  declaration: KnownDeclaration,
  leftovers: Leftovers,
  options: PrepareOptions,
): Promise<Prepared> {
  const text = `observing the stack ${session.stack}`;
  return withProgress(session.terminal, text, (progress) =>
    prepareWith(session, declaration, { ...options, leftovers, note: progress.keep }),
  );
}

/** How `up` is prepared: what killed runs left, and who is told what is worth knowing. */
export interface Preparation extends PrepareOptions {
  readonly leftovers: Leftovers;
  readonly note: Progress["keep"];
}

/** The same, with another receiver of progress. Ownership is checked first: nothing of another server is observed. Refusals that need no observation come before all others. */
export async function prepareWith(
  session: Session,
  declaration: KnownDeclaration,
  preparation: Preparation,
): Promise<Prepared> {
  const { note } = preparation;
  const gathered = await gather(session, declaration);
  const { situation, facts, toolchain, reached } = gathered;
  const settled = await decideGoal(session, declaration, {
    ...gathered,
    published: facts.published,
    clusterVersion: situation.clusterVersion,
  });
  for (const line of settled.chosen) note(line);
  refuseForeign(session, situation.ownership);
  refuseUp(settled.goal, { ...situation, keys: keyFacts(situation) });
  const look = await observe(session, gathered, settled, preparation, note);
  const decided = decide(session, settled, { situation, look }, preparation);
  const pulumi = await changingPulumi(session, toolchain);
  return { ...decided, settings: settled.settings, plan: settled.goal.plan, engine: reached, pulumi };
}

/** Decides on what was seen, and on nothing else. */
function decide(
  session: Session,
  { goal }: SettledGoal,
  { situation, look }: { readonly situation: Situation; readonly look: Look },
  { leftovers, note, skipCheck = [] }: Preparation,
): Decided {
  const { plan } = goal;
  const seen = seenIn(plan, situation, look, leftovers);
  for (const line of [...restartLines(plan, seen.engine, session.clock.now()), ...plan.leftOut]) note(line);
  const steps = withDnsSteps(decideUp(goal, seen), look.dns);
  enforce(plan, look, skipCheck, note);
  const drift = look.preview?.drift ?? [];
  return {
    steps,
    changes: withAdoptions(seen.changes ?? changesOnCleanState(plan), takenOver(plan, seen)),
    drift: [...drift, ...driftOf(steps, drift)],
  };
}

function seenIn(plan: Plan, situation: Situation, look: Look, leftovers: Leftovers): Seen {
  const { missingImages, passage, preview } = look;
  const keys = keyFacts(situation);
  const artifacts = artifactsOf(situation, plan);
  const changes = withoutRepaired(preview?.changes ?? null, plan, situation.engine);
  return { ...situation, keys, leftovers, missingImages, artifacts, passage, changes };
}

/** Where a check refuses to make anything, the records that a person has to make first are shown, all of them. */
function enforce(plan: Plan, { enforced }: Look, skipCheck: readonly string[], note: (line: string) => void): void {
  try {
    for (const line of enforceChecks(enforced, skipCheck)) note(line);
  } catch (error) {
    if (enforced.kind === "first") for (const line of showDns(plan)) note(line);
    throw error;
  }
}
