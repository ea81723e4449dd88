import type { Pulumi } from "../../io/pulumi/pulumi.ts";
import { readToolchain } from "../../io/pulumi/toolchain.ts";
import { hasThings } from "../../operations/ownership/facts.ts";
import { refuseForeign } from "../../operations/ownership/refuse.ts";
import { takenOver, withAdoptions } from "../../operations/ownership/take-over.ts";
import { restartLines } from "../../operations/running/restarts.ts";
import type { Change, Drift } from "../../operations/state/change.ts";
import { freePort } from "../../operations/up/capacity.ts";
import type { Leftovers } from "../../operations/up/seen.ts";
import type { Step } from "../../operations/up/steps.ts";
import { changesOnCleanState, decideUp, driftOf, withoutRepaired } from "../../operations/up/up.ts";
import { withDnsSteps } from "../../operations/up/with-dns-steps.ts";
import type { Plan } from "../../plan/plan.ts";
import { showDns } from "../../render/dns/records-text.ts";
import type { Settings } from "../../settings/settings.ts";
import { enforceChecks } from "../checks/enforce.ts";
import { type DnsOptions, observeDns } from "../dns/dns.ts";
import type { Session } from "../session.ts";
import { type ReachedEngine, reachEngine } from "../stack/engine.ts";
import { decideGoal, type SettledGoal } from "../stack/goal.ts";
import { observeOwnership } from "../stack/ownership.ts";
import { pulumiOf } from "../stack/pulumi.ts";
import { chooseSources } from "../stack/sources.ts";
import { type Progress, withProgress } from "../terminal.ts";
import { type Look, observe } from "./observe.ts";

/** What `up` will do, decided and not yet done, and what it is done with. */
export interface Prepared {
  readonly settings: Settings;
  readonly plan: Plan;
  readonly steps: readonly Step[];
  readonly changes: readonly Change[];
  readonly drift: readonly Drift[];
  readonly engine: ReachedEngine;
  readonly pulumi: Pulumi;
}

/** What the person says about what is in the way. */
export interface PrepareOptions extends DnsOptions {
  /** Checks that do not keep `up` from going on, by their ids. */
  readonly skipCheck?: readonly string[] | undefined;
  /** Name servers to ask instead of public ones. */
  readonly resolver?: readonly string[] | undefined;
}

/** Looks and decides. Nothing is changed. */
export async function prepare(
  session: Session,
  leftovers: Leftovers,
  options: PrepareOptions = { replaceRecords: false },
): Promise<Prepared> {
  const text = `observing the stack ${session.stack}`;
  return withProgress(session.terminal, text, (progress) => prepareWith(session, leftovers, progress, options));
}

/** The same, telling somebody else. Whose the stack is comes first: nothing of another's is looked at. */
export async function prepareWith(
  session: Session,
  leftovers: Leftovers,
  progress: Pick<Progress, "keep">,
  options: PrepareOptions = { replaceRecords: false },
): Promise<Prepared> {
  const toolchain = await readToolchain(session.files, session.paths.toolchain);
  const choose = async () => chooseSources((await reachEngine(session)).client, toolchain, progress.keep);
  const choosePort = (wanted: number, address: string) => chooseFreePort(session, wanted, address, progress.keep);
  const settled = await decideGoal(session, toolchain, choose, choosePort);
  const { goal, settings } = settled;
  const ownership = await observeOwnership(session, await reachEngine(session), settled.source);
  refuseForeign(session, ownership);
  const pulumi = await pulumiOf(session, toolchain);
  const dns = await observeDns(session, settled, pulumi, options, progress.keep);
  const looked = await observe(session, settled, pulumi, leftovers, ownership);
  const { drift, engine } = looked;
  const seen = { ...looked.seen, changes: withoutRepaired(looked.seen.changes, goal.plan, looked.seen.engine) };
  for (const line of [...restartLines(goal.plan, seen.engine, session.clock.now()), ...goal.plan.leftOut])
    progress.keep(line);
  const steps = withDnsSteps(decideUp(goal, seen), dns);
  await enforce(session, settled, looked, options, progress.keep);
  return {
    settings,
    plan: goal.plan,
    steps,
    changes: withAdoptions(seen.changes ?? changesOnCleanState(goal.plan), takenOver(goal.plan, seen)),
    drift: [...drift, ...driftOf(steps, drift)],
    engine,
    pulumi,
  };
}

/** Enforces what doctor finds: all of it where nothing of the stack is there yet. Where only its state is lost it has run. */
async function enforce(
  session: Session,
  { settings, goal: { plan } }: SettledGoal,
  { seen: { missingImages, state, ownership }, engine, facts }: Look,
  { skipCheck = [], resolver }: PrepareOptions,
  note: (line: string) => void,
): Promise<void> {
  const isFirst = !hasThings(state) && ownership.kind !== "own";
  const enforcement = { facts, engine, missingImages, isFirst, skipCheck, resolvers: resolver ?? null };
  const enforced = enforceChecks(session, { settings, plan }, enforcement);
  for (const line of await (isFirst ? withRecords(enforced, plan, note) : enforced)) note(line);
}

/** Where a check refuses to make anything, the records that a person has to make first are shown, all of them. */
async function withRecords<Result>(
  enforced: Promise<Result>,
  plan: Plan,
  note: (line: string) => void,
): Promise<Result> {
  try {
    return await enforced;
  } catch (error) {
    for (const line of showDns(plan)) note(line);
    throw error;
  }
}

/** The embedded settings' port, or the next one where another container has that already: one line says so. */
async function chooseFreePort(
  session: Session,
  wanted: number,
  address: string,
  note: (line: string) => void,
): Promise<number> {
  const { published } = await (await reachEngine(session)).stack.facts();
  const port = freePort(wanted, address, session.stack, published);
  if (port !== wanted) note(`port: ${port}, because another container has ${wanted}`);
  return port;
}
