import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { Seal } from "../../../src/operations/journal/chain.ts";
import { isBeginningOf } from "../../../src/operations/journal/entry.ts";
import { verifyJournal } from "../../../src/operations/journal/verify.ts";
import { findingsIn, type KeptJournal, keptJournal, sealIn } from "./kept-journal.ts";

const count = 8;
const tear = 2;
let kept: KeptJournal;
let lines: readonly string[] = [];
let whole: Buffer;
let seal: Seal | null = null;

beforeAll(async () => {
  kept = await filled();
  lines = kept.text().trimEnd().split("\n");
  whole = Buffer.from(kept.text());
  seal = sealIn(kept);
});

/** A journal of eight entries whose names are not all ASCII. */
async function filled(before?: string): Promise<KeptJournal> {
  const made = keptJournal(before);
  for (let index = 1; index <= count; index += 1)
    await made.journal.record("create", { user: `@ané${index}:team.test` }, async () => undefined);
  return made;
}

function findings(changed: readonly string[]) {
  return verifyJournal(Buffer.from(changed.map((line) => `${line}\n`).join("")), seal).findings;
}

const entries = Array.from({ length: count }, (_, index) => index + 1);

describe("a journal that someone tampered with", () => {
  it("is whole before", () => {
    expect(lines).toHaveLength(count);
    expect(findings(lines)).toEqual([]);
  });

  it.each(entries)("names a line that was changed: %i", (entry) => {
    const changed = lines.map((line, index) => (index === entry - 1 ? line.replace('"done"', '"gone"') : line));
    expect(findings(changed)).toEqual([{ kind: "changed", entry, line: entry }]);
  });

  it.each(entries)("names a line whose number, or whose hash of the line before, was changed: %i", (entry) => {
    for (const [from, to] of [
      [/"number":\d+/, '"number":90'],
      [/"previous":("[0-9a-f]{4}|null)/, '"previous":"0000'],
    ] as const) {
      const changed = lines.map((line, index) => (index === entry - 1 ? line.replace(from, to) : line));
      expect(findings(changed)).toContainEqual({ kind: "changed", entry, line: entry });
    }
  });

  it.each(entries)("names a line that is no line of a journal any more: %i", (entry) => {
    const changed = lines.map((line, index) => (index === entry - 1 ? "nothing happened" : line));
    expect(findings(changed)).toEqual([{ kind: "changed", entry, line: entry }]);
  });

  it.each(entries)("names a line that was removed: %i", (entry) => {
    const kind = entry === count ? "cutOff" : "removed";
    expect(findings(lines.toSpliced(entry - 1, 1))).toEqual([{ kind, entry, to: entry }]);
  });

  it.each(entries)("names lines that were cut off at the end, from %i on", (entry) => {
    expect(findings(lines.slice(0, entry - 1))).toEqual([{ kind: "cutOff", entry, to: count }]);
  });

  it("names two lines that were swapped", () => {
    for (const first of entries)
      for (const second of entries.slice(first)) {
        const [one = "", two = ""] = [lines[first - 1], lines[second - 1]];
        const found = findings(lines.with(first - 1, two).with(second - 1, one));
        expect(found.map(({ kind }) => kind)).toEqual(found.map(() => "moved"));
        expect(found).toContainEqual({ kind: "moved", entry: second, line: first, before: second - 1 });
      }
  });

  it("names a line that was added: made up, or a copy of another", () => {
    for (const added of ["nothing happened", "{}", "", ...lines])
      for (const place of [0, ...entries]) {
        const found = findings(lines.toSpliced(place, 0, added));
        expect(found.length, `${added} at ${place}`).toBeGreaterThan(0);
        if (!lines.includes(added) && place > 0) expect(found).toEqual([{ kind: "added", line: place + 1 }]);
      }
  });

  it("names a line that goes on with the chain as it should, which no one announced", async () => {
    const further = await filled(kept.text());
    const [forged = ""] = further.text().split("\n").slice(count);
    expect(findings([...lines, forged.replace('"begins":true,', "")])).toEqual([{ kind: "added", line: count + 1 }]);
  });

  it("shows each single byte that was changed, removed or added, in the version before the chain too", async () => {
    const old = await filled('{"version":1,"time":"2026-10-01T12:00:00.000Z"}\n');
    for (const [bytes, beside] of [[whole, seal] as const, [Buffer.from(old.text()), sealIn(old)] as const])
      fc.assert(
        fc.property(
          fc.nat(bytes.length),
          fc.integer({ min: 0, max: 255 }),
          fc.constantFrom("change", "remove", "add"),
          (place, byte, what) => {
            const rest = bytes.subarray(what === "add" ? place : place + 1);
            const put = what === "remove" ? [] : [byte];
            const changed = Buffer.concat([bytes.subarray(0, place), Buffer.from(put), rest]);
            fc.pre(!changed.equals(bytes) && !isTearable(changed, bytes.length));
            expect(verifyJournal(changed, beside).findings).not.toEqual([]);
          },
        ),
        { numRuns: 2_000 },
      );
  });

  it("shows each number of bytes that was cut off", () => {
    for (let length = 0; length < whole.length; length += 1)
      expect(verifyJournal(whole.subarray(0, length), seal).findings, String(length)).not.toEqual([]);
  });

  it("is still found out after further lines were written", async () => {
    for (const changed of [lines.slice(0, -tear), lines.toSpliced(2, 1), lines.with(3, "nothing happened"), []]) {
      const spoilt = await filled();
      spoilt.put(changed.map((line) => `${line}\n`).join(""));
      await spoilt.journal.record("create", {}, async () => undefined);
      expect(findingsIn(spoilt), String(changed.length)).not.toEqual([]);
    }
  });

  it("is found out where the last hash was removed or damaged, even after further lines were written", async () => {
    for (const left of [null, "", "{}", '{"version":1,"number":3}']) {
      const spoilt = await filled();
      spoilt.putSeal(left);
      expect(findingsIn(spoilt)).toEqual([{ kind: "unsealed", entry: null }]);
      await spoilt.journal.record("create", {}, async () => undefined);
      expect(findingsIn(spoilt)).toEqual([{ kind: "unsealed", entry: count + 1 }]);
    }
  });
});

/** A byte after the end with which the next line would begin: a killed writer leaves just that. */
function isTearable(changed: Buffer, length: number): boolean {
  return changed.length > length && isBeginningOf(changed.subarray(length).toString(), count + 1);
}
