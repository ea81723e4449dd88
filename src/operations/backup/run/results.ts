import { fieldsOf, parseJson } from "../../../kinds/json.ts";

/** How a run ended: it did its work, failed, had nothing to do, or ended before its time (told to, or to let Synapse change the database). */
export type Outcome = "made" | "failed" | "skipped" | "stopped";

/** What one run left of itself (templates/backup). It holds no secret. */
export interface RunResult {
  readonly outcome: Outcome;
  /** When it began and ended, as ISO times. */
  readonly at: string;
  readonly finishedAt: string;
  /** Of a backup: the archive, also where it stayed unfinished. */
  readonly archive: string | null;
  /** Why it did not do its work; null where it did. */
  readonly reason: string | null;
}

/** A backup that made an archive. */
export interface MadeResult extends RunResult {
  readonly archive: string;
  /** When the database was read: what is newer is not in the archive. */
  readonly snapshotAt: string;
  readonly seconds: number;
  /** Bytes that were read, and those that the repository did not have before. */
  readonly bytes: number;
  readonly added: number;
  /** Media that the database names and that were not there. */
  readonly missingMedia: number;
}

/** The last result of each kind of run; null where there was none yet. */
export interface BackupResults {
  readonly backup: RunResult | null;
  readonly lastGood: MadeResult | null;
  readonly prune: RunResult | null;
  /** Of the repository's structure, and of a part of its data. */
  readonly verify: RunResult | null;
  readonly verifyData: RunResult | null;
}

/** Where they lie in the container of backups. */
export const resultsFolder = "/var/lib/postgresql/data/results";

/** Reads the files of that folder, by their name. */
export function readResults(files: Readonly<Record<string, string>>): BackupResults {
  const result = (name: string) => readResult(files[`${name}.json`]);
  return {
    backup: result("backup"),
    lastGood: readMade(files["last-good.json"]),
    prune: result("prune"),
    verify: result("verify"),
    verifyData: result("verify-data"),
  };
}

/** One result; null where it is missing or cannot be read. */
export function readResult(text: string | undefined): RunResult | null {
  const { outcome, at, finishedAt, archive, reason } = fieldsOf(parseJson(text ?? ""));
  if (!isOutcome(outcome) || typeof at !== "string" || typeof finishedAt !== "string") return null;
  return { outcome, at, finishedAt, archive: textOr(archive), reason: textOr(reason) };
}

/** The result of a backup that made an archive; null where it is none. */
export function readMade(text: string | undefined): MadeResult | null {
  const result = readResult(text);
  const { snapshotAt, seconds, bytes, added, missingMedia } = fieldsOf(parseJson(text ?? ""));
  if (result?.outcome !== "made" || result.archive === null || typeof snapshotAt !== "string") return null;
  const numbers = { seconds: Number(seconds), bytes: Number(bytes), added: Number(added) };
  return { ...result, ...numbers, archive: result.archive, snapshotAt, missingMedia: Number(missingMedia) };
}

function isOutcome(value: unknown): value is Outcome {
  return value === "made" || value === "failed" || value === "skipped" || value === "stopped";
}

function textOr(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
