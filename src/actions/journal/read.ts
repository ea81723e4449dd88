import { Refusal } from "../../errors.ts";
import { parseSeal, sealPathOf } from "../../operations/journal/chain.ts";
import { type Deed, parseDeed } from "../../operations/journal/entry.ts";
import { linesOf } from "../../operations/journal/lines.ts";
import { type Verified, verifyJournal } from "../../operations/journal/verify.ts";
import type { Session } from "../session.ts";

/** A line of a journal, for a person; null if it cannot be read. */
export interface ShownLine {
  readonly line: number;
  readonly deed: Deed | null;
}

interface Found {
  readonly bytes: Uint8Array;
  readonly seal: string | null;
  /** Whether there should be a journal, and nothing of one is left. */
  readonly isGone: boolean;
}

/** Looks whether a journal is as it was written: the stack's, or a copy of one with its last hash beside it. */
export async function verifyKept(session: Session, path: string): Promise<Verified> {
  const { bytes, seal, isGone } = await readJournal(session, path);
  const found = verifyJournal(bytes, parseSeal(seal));
  return isGone ? { ...found, findings: [{ kind: "gone" }] } : found;
}

/** The last lines of a journal. */
export async function lastLines(session: Session, path: string, count: number): Promise<readonly ShownLine[]> {
  const { bytes } = await readJournal(session, path);
  return linesOf(bytes)
    .slice(-count)
    .map(({ line, text }) => ({ line, deed: parseDeed(text) }));
}

/** Everything that a journal holds and that can be read. */
export async function deedsOf(session: Session, path: string): Promise<readonly Deed[]> {
  const { bytes } = await readJournal(session, path);
  return linesOf(bytes).flatMap(({ text }) => parseDeed(text) ?? []);
}

/** Another command may be writing: what is beside the journal is the same before and after it was read. */
async function readJournal({ files, stack, paths }: Session, path: string): Promise<Found> {
  for (;;) {
    const seal = await files.read(sealPathOf(path));
    const bytes = await files.bytes(path);
    if ((await files.read(sealPathOf(path))) !== seal) continue;
    const isThere = bytes !== null || seal !== null;
    if (!isThere && (path !== paths.journal || !(await files.has(paths.checkpoint))))
      throw noJournal(path, stack, paths);
    return { bytes: bytes ?? new Uint8Array(), seal, isGone: !isThere };
  }
}

function noJournal(path: string, stack: string, { journal, keptJournals }: Session["paths"]): Refusal {
  const why = path === journal ? `: this user has not run a stack ${stack} on this machine` : "";
  return new Refusal(`The journal ${path} does not exist${why}`, {
    next: `Name another stack with --stack. Journals of servers that were deleted are in ${keptJournals}: name one with --file.`,
  });
}
