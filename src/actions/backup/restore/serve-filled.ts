import { VaultError } from "../../../errors.ts";
import type { CompareFinding } from "../../../operations/backup/compare/check.ts";
import type { Manifest } from "../../../operations/backup/manifest.ts";
import { pendingLines } from "../../../operations/backup/restore/pending.ts";
import type { Journal } from "../../../operations/journal/journal.ts";
import type { Leftovers } from "../../../operations/up/seen.ts";
import type { Session } from "../../session.ts";
import type { Prepared } from "../../up/prepare.ts";
import { bringUpUnderLock, type UpWishes } from "../../up/up.ts";
import type { Filled } from "./fill-volumes.ts";

/** What is in the volumes, and has been served by no server yet. */
export type Cameback = Pick<Restored, "manifest" | "findings" | "seconds"> & Pick<Filled, "pending">;

/** What a restore came to. */
export interface Restored {
  readonly manifest: Manifest;
  readonly findings: readonly CompareFinding[];
  /** What became of work that Synapse was still to do, a line each. */
  readonly pending: readonly string[];
  /** Seconds, by stage. */
  readonly seconds: Readonly<Record<string, number>>;
}

/** Refuses to start a server from what is not the same as in its archive, but for the checks that are let pass. */
export function refuseDifferent(findings: readonly CompareFinding[], skipped: readonly string[]): void {
  const left = findings.filter(({ check }) => !skipped.includes(check));
  if (left.length === 0) return;
  const shown = left.slice(0, 10).map(({ check, object, found }) => `  ${check}: ${object}: ${found}`);
  const more = left.length > shown.length ? [`  and ${left.length - shown.length} more`] : [];
  throw new VaultError(["What came back is not what the archive's manifest says:", ...shown, ...more].join("\n"), {
    next: [
      "Nothing of it was started. For another archive, run the same command with --archive and the beginning of its id.",
      `For this one as it is, add:  --skip-compare ${[...new Set(left.map(({ check }) => check))].join(" ")}`,
    ].join("\n"),
  });
}

/** What `serveAgain` begins with. */
export interface ServedAgain {
  readonly leftovers: Leftovers;
  readonly journal: Journal;
  /** Whether deletions under way at the time of the archive were dropped. */
  readonly dropped?: boolean;
}

/** Has `up` start the server on what came back, and offboard again who left since the archive. null where `up` was not agreed to. */
export async function serveAgain(
  session: Session,
  wishes: UpWishes,
  { leftovers, journal, dropped = false }: ServedAgain,
  { manifest, findings, pending, seconds }: Cameback,
  consent: (prepared: Prepared) => Promise<boolean>,
): Promise<Restored | null> {
  const start = performance.now();
  const up = await bringUpUnderLock(session, wishes, { before: null, leftovers, journal }, consent);
  if (up === null) return null;
  const all = { ...seconds, start: (performance.now() - start) / 1_000 };
  return { manifest, findings, pending: pendingLines(pending, dropped), seconds: all };
}
