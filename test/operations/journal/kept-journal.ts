import { parseSeal, type Seal } from "../../../src/operations/journal/chain.ts";
import type { JournalEntry } from "../../../src/operations/journal/entry.ts";
import type { JournalFinding } from "../../../src/operations/journal/finding.ts";
import { type Journal, journalIn } from "../../../src/operations/journal/journal.ts";
import { linesOf } from "../../../src/operations/journal/lines.ts";
import { verifyJournal } from "../../../src/operations/journal/verify.ts";
import { madeUpWorld } from "../steps/made-up-world.ts";

/** A journal in memory, whose writer can be killed at a point and whose text anyone can change. */
export interface KeptJournal {
  readonly journal: Journal;
  text(): string;
  bytes(): Uint8Array;
  seal(): string | null;
  put(text: string): void;
  putSeal(text: string | null): void;
  /** How often its file was read whole. */
  readings(): number;
  loseLock(): void;
  /** Has the next line end there: before what is beside the journal is written, after so many characters of the line or of several that are added together, or before the sealing. */
  failAt(point: "write" | "append" | "appendSeveral" | "sealing", length?: number): void;
}

const path = "/journal.jsonl";
const sealPath = `${path}.last`;

/** Such a journal, with what is in its file already. */
export function keptJournal(before?: string): KeptJournal {
  const { disk, files, clock } = madeUpWorld();
  if (before !== undefined) disk.set(path, before);
  let [isLocked, writes, readings] = [true, 0, 0];
  let failing: { point: string; length: number } | null = null;
  const killed = (): Error => {
    failing = null;
    return new Error("killed");
  };
  const world = {
    clock,
    isLocked: async () => isLocked,
    files: {
      ...files,
      bytes: (from: string) => {
        readings += 1;
        return files.bytes(from);
      },
      write: async (to: string, text: string | Uint8Array, mode: number) => {
        writes += 1;
        if (failing?.point === "write" || (failing?.point === "sealing" && writes % 2 === 0)) throw killed();
        await files.write(to, text, mode);
      },
      append: async (to: string, text: string) => {
        const isSeveral = text.trim().includes("\n");
        if (failing === null || failing.point !== (isSeveral ? "appendSeveral" : "append"))
          return files.append(to, text);
        await files.append(to, text.slice(0, failing.length));
        throw killed();
      },
    },
  };
  return {
    journal: journalIn(world, path, { who: "ana@desk", run: "one", command: "up" }),
    text: () => disk.get(path) ?? "",
    bytes: () => Buffer.from(disk.get(path) ?? ""),
    seal: () => disk.get(sealPath) ?? null,
    put: (text) => void disk.set(path, text),
    putSeal: (text) => (text === null ? void disk.delete(sealPath) : void disk.set(sealPath, text)),
    readings: () => readings,
    loseLock: () => {
      isLocked = false;
    },
    failAt: (point, length = 0) => {
      [failing, writes] = [{ point, length }, 0];
    },
  };
}

/** The chained lines of a journal. */
export function entriesIn(kept: KeptJournal): readonly JournalEntry[] {
  return linesOf(kept.bytes()).flatMap(({ entry }) => entry ?? []);
}

/** What is kept beside it. */
export function sealIn(kept: KeptJournal): Seal | null {
  return parseSeal(kept.seal());
}

/** What is wrong with it. */
export function findingsIn(kept: KeptJournal): readonly JournalFinding[] {
  return verifyJournal(kept.bytes(), sealIn(kept)).findings;
}
