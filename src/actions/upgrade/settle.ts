import type { PostgresVersion } from "../../kinds/postgres-version.ts";
import type { Journal } from "../../operations/journal/journal.ts";
import type { Leftovers } from "../../operations/up/seen.ts";
import { decideLeftover, leftoverLines, leftoverSteps } from "../../operations/upgrade/leftover.ts";
import { asideName, type LookedVolume } from "../../operations/upgrade/volume.ts";
import type { Session } from "../session.ts";
import { gatherMeans, isServing, type Means } from "./gather.ts";
import { performUntil } from "./performing.ts";
import { withStackUpgrade } from "./world.ts";

/** What is found before a command begins. */
export interface SettledUpgrade {
  readonly means: Means;
  readonly volume: LookedVolume;
  /** What a killed command left, and what is done about it; empty where there was none. */
  readonly lines: readonly string[];
}

/** What a run that has the stack's lock is settled with. */
export interface SettleNeeds {
  readonly journal: Journal;
  readonly leftovers: Leftovers;
  /** Whose image is needed. */
  readonly version?: PostgresVersion;
  /** Whether what was left is only told. */
  readonly isDry: boolean;
}

/** Looks at the volume, and ends what a command that was killed began. */
export async function settleLeftover(session: Session, needs: SettleNeeds): Promise<SettledUpgrade> {
  const means = await gatherMeans(session, needs.version);
  return withStackUpgrade("observing the database's volume", { ...needs, session, means }, async (world, line) => {
    const volume = await world.look();
    const { plan, settings } = means.settled;
    const serving = await isServing(means.engine, plan);
    const leftover = decideLeftover({ volume, written: settings.postgresVersion, isServing: serving });
    const lines = leftoverLines(leftover);
    if (needs.isDry || lines.length === 0) return { means, volume, lines };
    for (const each of lines) line.keep(each);
    const aside = asideName(leftover.switchedFrom ?? 0, session.clock.now());
    const failed = await performUntil(leftoverSteps(leftover, aside), world, null);
    if (failed !== null) throw failed.error;
    return { means: await gatherMeans(session, needs.version), volume: await world.look(), lines };
  });
}
