import type { Journal } from "../../operations/journal/journal.ts";
import type { Narrator } from "../../operations/steps/narrator.ts";
import { type Leftovers, nothingLeft } from "../../operations/up/seen.ts";
import type { Measured } from "../../operations/upgrade/downtime.ts";
import type { UpgradeWorld } from "../../operations/upgrade/steps.ts";
import type { LookedVolume } from "../../operations/upgrade/volume.ts";
import type { Session } from "../session.ts";
import { type Progress, withProgress } from "../terminal.ts";
import { bringUpUnderLock } from "../up/up.ts";
import { archiveRehearsal, type RehearsalArchive } from "./archive-rehearsal.ts";
import { movingData } from "./data.ts";
import { besidePostgres } from "./filler.ts";
import { foldersOf } from "./folders.ts";
import type { Means } from "./gather.ts";
import { containersOf, verify, writeVersion } from "./server.ts";
import { measuring } from "./stopwatch.ts";

/** What a world is made of. */
export interface WorldNeeds {
  readonly session: Session;
  readonly means: Means;
  readonly journal: Journal;
  readonly leftovers: Leftovers;
  /** Bytes that have to be free before a cluster is built; absent where none is. */
  readonly neededBytes?: number;
  /** What has to be healthy again where it was stopped: all that was before, unless this says otherwise. */
  readonly awaited?: "all" | "postgres";
  /** What is rehearsed on; absent for a dump of the running database, and for what rehearses nothing. */
  readonly archive?: RehearsalArchive | null;
}

/** A stack whose Postgres is upgraded, for one run. */
export interface StackUpgrade extends UpgradeWorld {
  look(): Promise<LookedVolume>;
  /** The container that the new cluster is made in; null while there is none. */
  container(): string | null;
  /** Seconds that its parts took so far. */
  measured(): Measured;
  /** Removes what it runs in. */
  end(): Promise<void>;
}

/** Does something on a stack while a line says what, and removes in every case what that ran in. */
export function withStackUpgrade<Result>(
  text: string,
  needs: WorldNeeds,
  doing: (world: StackUpgrade, line: Progress) => Promise<Result>,
): Promise<Result> {
  return withProgress(needs.session.terminal, text, async (line) => {
    const world = stackUpgrade(needs, line);
    try {
      return await doing(world, line);
    } finally {
      await world.end();
    }
  });
}

/** The real one. What it runs in is opened when it is first needed, and ended before `up`, which removes what it does not know. */
function stackUpgrade(needs: WorldNeeds, narrator: Pick<Narrator, "say">): StackUpgrade {
  const { session, means, journal, archive = null, neededBytes = 0, awaited = "all" } = needs;
  const stopwatch = measuring();
  const beside = besidePostgres(means.place);
  const data = movingData(means, beside.run, stopwatch);
  const rehearsal = archiveRehearsal(session, means, { archive, stopwatch });
  const end = async () => {
    await rehearsal.endRehearsal();
    await beside.end();
  };
  return {
    ...{ journal, narrator, end, measured: stopwatch.seconds },
    ...containersOf(means, awaited),
    ...data,
    ...foldersOf({ session, means, neededBytes, run: beside.run, end, contents: data.contents }),
    ...rehearsal,
    container: () => rehearsal.container() ?? beside.container(),
    setVersion: (major) => writeVersion(session, means, major),
    bringUp: bringingUp(needs, end),
    verify: (major) => verify(means, major, data.events()),
  };
}

/** What a killed run left is of the first `up` alone. */
function bringingUp({ session, journal, leftovers }: WorldNeeds, end: () => Promise<void>): UpgradeWorld["bringUp"] {
  const wishes = { yes: true, cloudflareTokenFile: undefined, replaceRecords: false };
  let left = leftovers;
  return async () => {
    await end();
    await bringUpUnderLock(session, wishes, { before: null, leftovers: left, journal }, async () => true);
    left = nothingLeft;
  };
}
