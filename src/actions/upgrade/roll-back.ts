import { Refusal } from "../../errors.ts";
import { type Newer, newerQuery, readNewer } from "../../operations/backup/restore/newer.ts";
import { type BackRoute, decideForward, decideRollBack } from "../../operations/upgrade/decide.ts";
import { asideName, setAside, type UpgradeFolder } from "../../operations/upgrade/volume.ts";
import { onThisStack, type Session } from "../session.ts";
import { withLock } from "../stack/with-lock.ts";
import { type Means, writersOf } from "./gather.ts";
import { type BeforeStep, performUntil, undo } from "./performing.ts";
import { settleLeftover } from "./settle.ts";
import { withStackUpgrade } from "./world.ts";

/** Going back to what was before an upgrade. */
export interface RollBackPlan extends BackRoute {
  readonly stack: string;
  /** When the earlier cluster was set aside; null where that is not known. */
  readonly since: string | null;
  /** What was written since, and is not served afterwards; null where that cannot be told. */
  readonly newer: Newer | null;
}

/** Puts the cluster back that the newest upgrade set aside; the one that serves is set aside in its turn. null where it is not agreed to. */
export function rollBackPostgres(
  session: Session,
  agreed: (plan: RollBackPlan) => Promise<boolean>,
  before: BeforeStep | null = null,
): Promise<RollBackPlan | null> {
  return withLock(session, async (leftovers, journal) => {
    const { means, volume, lines } = await settleLeftover(session, { journal, leftovers, isDry: false });
    const from = volume.cluster ?? means.settled.settings.postgresVersion;
    const earlier = setAside(volume).find(({ major }) => major !== null && major < from);
    if (earlier === undefined) throw nothingAside(session, from, lines);
    const plan = await planOf(session, means, from, earlier);
    if (!(await agreed(plan))) return null;
    await withStackUpgrade("going back", { session, means, journal, leftovers }, async (world) => {
      const failed = await performUntil(decideRollBack(plan), world, before);
      if (failed !== null) await undo(failed, decideForward(plan), world, said(session, from));
    });
    return plan;
  });
}

async function planOf(session: Session, means: Means, from: number, earlier: UpgradeFolder): Promise<RollBackPlan> {
  const route: BackRoute = {
    from,
    to: earlier.major ?? 0,
    writers: writersOf(means.settled.plan.services),
    aside: earlier.name,
    kept: asideName(from, session.clock.now()),
  };
  const newer = await whatIsNewer(means, earlier);
  return { ...route, stack: session.stack, since: earlier.note?.at ?? null, newer };
}

/** null where the moment is not known, or the database does not answer: that may be why it is gone back. */
async function whatIsNewer({ engine, settled }: Means, { note }: UpgradeFolder): Promise<Newer | null> {
  if (note === null) return null;
  const database = engine.stack.database(settled.plan.services.postgres.name);
  try {
    const [row] = await Array.fromAsync(database.rows(newerQuery({ at: note.at, database: note })));
    return row === undefined ? null : readNewer(row);
  } catch {
    return null;
  }
}

function said({ stack }: Session, from: number) {
  return {
    done: `The server runs on Postgres ${from} as before.`,
    next: `Run the same command again, or bring the server up as it is:  ${onThisStack("up", stack)}`,
  };
}

function nothingAside({ stack }: Session, from: number, ended: readonly string[]): Refusal {
  const what = ended.length > 0 ? `${ended.join(" ")} ` : "";
  return new Refusal(`${what}The server runs on Postgres ${from}, and no cluster of an earlier version is set aside`, {
    next: `To set the server back to a backup:  ${onThisStack("restore --in-place", stack)}`,
  });
}
