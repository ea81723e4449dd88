import { formatAge } from "./ages.ts";
import type { BackupResults, RunResult } from "./results.ts";

/** How backups are: `waiting` for the first one, or one of the ways to go wrong. */
export type BackupHealth = "good" | "waiting" | "missing" | "late" | "failing" | "damaged";

/** What is said of them. */
export interface BackupJudgement {
  readonly health: BackupHealth;
  /** One short sentence. */
  readonly found: string;
}

/** What they are judged by. */
export interface BackupTimes {
  /** How often a backup is made, in milliseconds. */
  readonly every: number;
  readonly now: Date;
  /** Since when their container runs; null where it does not. */
  readonly since: string | null;
}

/** How long after the time for it a backup is late, in milliseconds: a large one takes a while. */
const grace = 15 * 60_000;

/**
 * How backups are. The worst comes first: a repository that is damaged restores nothing; one that failed says why the next ones will;
 * and where nothing is said at all, time says it.
 */
export function judgeBackups(results: BackupResults, times: BackupTimes): BackupJudgement {
  const damage = [results.verifyData, results.verify].find((each) => each?.outcome === "failed");
  if (damage) return { health: "damaged", found: `the repository is not whole: ${damage.reason} (${damage.at})` };
  return results.lastGood === null ? judgeFirst(results.backup, times) : judgeLater(results, results.lastGood, times);
}

function judgeFirst(last: RunResult | null, { every, now, since }: BackupTimes): BackupJudgement {
  if (last?.outcome === "failed")
    return { health: "failing", found: `no archive was ever finished; the last try failed: ${last.reason}` };
  const waited = since === null ? 0 : now.getTime() - Date.parse(since);
  if (since !== null && waited <= every + grace)
    return { health: "waiting", found: "the first archive is not finished yet" };
  return { health: "missing", found: "there is no archive" };
}

function judgeLater({ backup }: BackupResults, good: RunResult, { every, now }: BackupTimes): BackupJudgement {
  const age = now.getTime() - Date.parse(good.at);
  if (age < -grace)
    return { health: "late", found: `the last archive is from later than now (${good.at}): a clock is or was wrong` };
  const last = `the last archive is ${formatAge(age)} old`;
  if (backup?.outcome === "failed")
    return { health: "failing", found: `${last}; a later try failed: ${backup.reason}` };
  // Its own time and the next one's: a backup is under way for a while before it is there.
  if (age > 2 * every + grace) return { health: "late", found: last };
  return { health: "good", found: last };
}

/** Whether a person should do something. */
export function isIll({ health }: BackupJudgement): boolean {
  return health !== "good" && health !== "waiting";
}

/** What to do about it. */
export function adviseOnBackups({ health }: BackupJudgement, onStack: (words: string) => string): string | null {
  switch (health) {
    case "good":
    case "waiting":
      return null;
    case "damaged":
      return `Keep the repository as it is, and begin another at a new place: chatkeep:backup.repository in the stack file, then  ${onStack("up")}`;
    case "missing":
    case "late":
    case "failing":
      return `Correct the cause, then make one now:  ${onStack("backup now")}  Its log:  ${onStack("logs backup")}`;
    default:
      return health satisfies never;
  }
}
