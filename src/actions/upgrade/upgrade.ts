import { Refusal } from "../../errors.ts";
import type { Journal } from "../../operations/journal/journal.ts";
import type { Leftovers } from "../../operations/up/seen.ts";
import {
  decideRehearsal,
  decideRehearsalUndo,
  decideUndo,
  decideUpgrade,
  type UpgradeRoute,
} from "../../operations/upgrade/decide.ts";
import type { Rehearsal } from "../../operations/upgrade/downtime.ts";
import {
  type ClusterFacts,
  isUpgrade,
  neededBytes,
  type PreflightFacts,
  preflight,
} from "../../operations/upgrade/preflight.ts";
import { asideName } from "../../operations/upgrade/volume.ts";
import { refuseOtherChanges } from "../keys/other-changes.ts";
import { onThisStack, type Session } from "../session.ts";
import { withLock } from "../stack/with-lock.ts";
import { withProgress } from "../terminal.ts";
import { findRehearsalArchive, type RehearsalArchive } from "./archive-rehearsal.ts";
import { clusterFacts, isServing, type Means, writersOf } from "./gather.ts";
import { type BeforeStep, performUntil, undo } from "./performing.ts";
import { settleLeftover } from "./settle.ts";
import type { UpgradeConsent, UpgradePlan, UpgradeResult, UpgradeWishes } from "./wishes.ts";
import { type StackUpgrade, withStackUpgrade } from "./world.ts";

/** What a run that has the stack's lock is given. */
interface Run {
  readonly session: Session;
  readonly journal: Journal;
  readonly leftovers: Leftovers;
  readonly wishes: UpgradeWishes;
  readonly consent: UpgradeConsent;
}

/**
 * Brings the database to another major version of Postgres: rehearses it while the server serves, asks, then dumps, restores beside,
 * compares and switches. Whatever fails, the old server serves again; what a killed run left is ended first. null where it is not agreed to.
 */
export function upgradePostgres(
  session: Session,
  wishes: UpgradeWishes,
  consent: UpgradeConsent,
): Promise<UpgradeResult | null> {
  return withLock(session, (leftovers, journal) => run({ session, journal, leftovers, wishes, consent }));
}

async function run(given: Run): Promise<UpgradeResult | null> {
  const { session, wishes, consent } = given;
  const isDry = wishes.until === "dry run";
  const { means, volume, lines } = await settleLeftover(session, { ...given, version: wishes.to, isDry });
  if (isDry && lines.length > 0) return { kind: "dry run", plan: null, leftover: lines };
  const { cluster, awaited } = await observeServer(session, means);
  const facts: PreflightFacts = { cluster, volume, to: wishes.to };
  if (!isUpgrade(facts)) return { kind: "nothing to do", version: wishes.to, ended: lines };
  const plan = planOf(session, means, facts);
  if (isDry) return { kind: "dry run", plan, leftover: [] };
  refuse(plan);
  consent.show(plan);
  if (awaited === "all")
    await withProgress(session.terminal, "comparing the server with its settings", () => refuseOtherChanges(session));
  return rehearseAndUpgrade(given, means, { plan, awaited });
}

/** All of the server has to run; but Synapse does not start on a database of another collation, which an upgrade changes. */
async function observeServer(session: Session, { engine, settled: { plan } }: Means): Promise<ObservedServer> {
  if (!(await isServing(engine, plan, "postgres"))) throw notServing(session);
  const [cluster, serves] = await Promise.all([clusterFacts(engine, plan), isServing(engine, plan)]);
  if (!serves && cluster.collation === "C") throw notServing(session);
  return { cluster, awaited: serves ? "all" : "postgres" };
}

interface ObservedServer {
  readonly cluster: ClusterFacts;
  readonly awaited: "all" | "postgres";
}

function planOf(session: Session, { settled }: Means, facts: PreflightFacts): UpgradePlan {
  const { major: from } = facts.cluster;
  const aside = asideName(from, session.clock.now());
  const route = { from, to: facts.to, aside, writers: writersOf(settled.plan.services) };
  return { stack: session.stack, route, facts, findings: preflight(facts), steps: decideUpgrade(route) };
}

/** All findings at once. */
function refuse({ findings, route: { from, to } }: UpgradePlan): void {
  const against = findings.filter(({ kind }) => kind === "refuses");
  if (against.length === 0) return;
  const found = against.map((each) => `  ${each.id}: ${each.found}`);
  throw new Refusal(
    [`Postgres ${from} cannot become Postgres ${to} as it is. Nothing was changed`, ...found].join("\n"),
    {
      next: against.flatMap(({ next }) => next ?? []).join("\n"),
    },
  );
}

function notServing({ stack }: Session): Refusal {
  return new Refusal("Not all of the server runs and is healthy, so its database is not touched", {
    next: `Bring it up first, then run this command again:  ${onThisStack("up", stack)}`,
  });
}

async function rehearseAndUpgrade(
  given: Run,
  means: Means,
  { plan, awaited }: Pick<ObservedServer, "awaited"> & { readonly plan: UpgradePlan },
): Promise<UpgradeResult | null> {
  const { session, wishes, consent } = given;
  // Where Synapse does not serve, the newest archive may be of other data.
  const archive = awaited === "all" ? await findRehearsalArchive(session, means, plan.route.to) : null;
  const needs = { ...given, means, neededBytes: neededBytes(plan.facts.cluster), awaited, archive };
  return withStackUpgrade("rehearsing", needs, async (world, line) => {
    const rehearsal = await rehearse(plan, world, { archive, before: wishes.before });
    if (wishes.until === "rehearse") return { kind: "rehearsed", plan, rehearsal };
    line.end();
    if (!(await consent.agreed(plan, rehearsal))) return null;
    return upgrade({ given, plan, world, rehearsal });
  });
}

/** The server serves on meanwhile, and nothing of it stays. */
async function rehearse(
  { route: { to } }: UpgradePlan,
  world: StackUpgrade,
  { archive, before }: Pick<UpgradeWishes, "before"> & { readonly archive: RehearsalArchive | null },
): Promise<Rehearsal> {
  const { archive: id, at } = archive?.manifest ?? { archive: null, at: null };
  const failed = await performUntil(decideRehearsal(to, id), world, before);
  if (failed !== null) {
    const done = "That was the rehearsal. The server served on, and what the rehearsal had built was removed.";
    await undo(failed, decideRehearsalUndo(id), world, { done, next: "" });
  }
  return { archive: id, at, measured: { ...world.measured() } };
}

async function upgrade({ given, plan, world, rehearsal }: Upgrading): Promise<UpgradeResult> {
  const { session, wishes } = given;
  const { route } = plan;
  let stopped: Date | null = null;
  const before: BeforeStep = async (kind, container) => {
    if (kind === "stop") stopped ??= session.clock.now();
    await wishes.before?.(kind, container);
  };
  const failed = await performUntil(plan.steps, world, before);
  if (failed !== null) {
    const kept = asideName(route.to, session.clock.now());
    await undo(failed, decideUndo(failed.step, route, kept), world, said(session, route));
  }
  const now = session.clock.now();
  const downtime = (now.getTime() - (stopped ?? now).getTime()) / 1_000;
  return { kind: "upgraded", plan, rehearsal, downtime };
}

interface Upgrading {
  readonly given: Run;
  readonly plan: UpgradePlan;
  readonly world: StackUpgrade;
  readonly rehearsal: Rehearsal;
}

function said({ stack }: Session, { from }: UpgradeRoute) {
  return {
    done: `The server runs on Postgres ${from} as before, and nothing was lost.`,
    next: `Run the same command again: it ends what was begun. Or bring the server up as it is:  ${onThisStack("up", stack)}`,
  };
}
