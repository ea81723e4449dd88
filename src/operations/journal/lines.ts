import { createHash } from "node:crypto";
import { type JournalEntry, parseEntry } from "./entry.ts";

/** One line of a journal's file. */
export interface JournalLine {
  /** Counts from 1, as an editor does. */
  readonly line: number;
  /** Where it begins, in bytes. */
  readonly start: number;
  readonly text: string;
  readonly hash: string;
  /** null where the line is no entry of the chain. */
  readonly entry: JournalEntry | null;
  /** Whether it has its newline; only the last one can be without. */
  readonly isEnded: boolean;
}

const newline = 0x0a;

/** The lines of a journal's file. They are hashed as bytes: two that read the same may differ. */
export function linesOf(bytes: Uint8Array): readonly JournalLine[] {
  const lines: JournalLine[] = [];
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(newline, start);
    const held = bytes.subarray(start, end === -1 ? bytes.length : end);
    lines.push(lineFrom(held, { line: lines.length + 1, start, isEnded: end !== -1 }));
    start += held.length + 1;
  }
  return lines;
}

/** The SHA-256 of text or bytes, in hexadecimal digits. */
export function hashOf(held: string | Uint8Array): string {
  return createHash("sha256").update(held).digest("hex");
}

function lineFrom(held: Uint8Array, place: Pick<JournalLine, "line" | "start" | "isEnded">): JournalLine {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(held);
  return { ...place, text, hash: hashOf(held), entry: parseEntry(text) };
}
