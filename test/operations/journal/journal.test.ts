import { describe, expect, it } from "vitest";
import { type JournalEntry, parseDeed } from "../../../src/operations/journal/entry.ts";
import { hashOf } from "../../../src/operations/journal/lines.ts";
import { verifyJournal } from "../../../src/operations/journal/verify.ts";
import { entriesIn, findingsIn, type KeptJournal, keptJournal, sealIn } from "./kept-journal.ts";

const written = async (count: number, kept: KeptJournal = keptJournal()) => {
  for (let index = 0; index < count; index += 1) await kept.journal.record("apply", { index }, async () => undefined);
  return kept;
};

const firstVersion = (["up", "destroy"] as const).map((command) =>
  JSON.stringify({ version: 1, time: "2026-10-01T12:00:00.000Z", run: "r", command, step: "apply", about: {} }),
);

describe("the journal", () => {
  it("keeps each step with who, time and outcome, and lets results and errors pass", async () => {
    const kept = keptJournal();
    expect(await kept.journal.record("apply", {}, async () => 7)).toBe(7);
    const failing = kept.journal.record("removeVolume", { name: "data" }, async () => {
      throw new Error("in use");
    });
    await expect(failing).rejects.toThrow("in use");
    const time = "2026-11-01T12:00:00.000Z";
    expect(entriesIn(kept)).toMatchObject([
      { version: 2, number: 1, who: "ana@desk", time, run: "one", command: "up", step: "apply", outcome: "done" },
      { number: 2, step: "removeVolume", about: { name: "data" }, outcome: "failed", error: "in use" },
    ]);
  });

  it("begins a chain, and holds in each line the hash of exactly the bytes of the line before", async () => {
    const kept = await written(3);
    const [first, second, third] = entriesIn(kept);
    const lines = kept.text().split("\n");
    expect(first).toMatchObject({ begins: true, previous: null });
    expect(second).toMatchObject({ previous: hashOf(lines[0] ?? "") });
    expect(third).toMatchObject({ previous: hashOf(lines[1] ?? "") });
    expect(sealIn(kept)).toMatchObject({ number: 3, sha256: hashOf(lines[2] ?? ""), next: null });
    expect(verifyJournal(kept.bytes(), sealIn(kept))).toMatchObject({ lines: 3, findings: [], torn: [] });
  });

  it.each([
    ["whole", `${firstVersion.join("\n")}\n`],
    ["with a torn end", `${firstVersion.join("\n")}\n{"version":1,"ti`],
  ])("goes on from one of the version before, %s, with the hash of all that was before", async (_, before) => {
    const kept = await written(2, keptJournal(before));
    const ended = before.endsWith("\n") ? before : `${before}\n`;
    expect(kept.text().startsWith(ended)).toBe(true);
    const [first] = entriesIn(kept);
    expect(first).toMatchObject({ number: 1, begins: true, previous: hashOf(ended) });
    const lines = ended.split("\n").length - 1;
    expect(verifyJournal(kept.bytes(), sealIn(kept))).toMatchObject({ before: lines, findings: [], torn: [] });
    kept.put(kept.text().replace('"destroy"', '"destrox"'));
    expect(findingsIn(kept)).toEqual([{ kind: "changedBefore", lines }]);
  });

  it("is read with the lines of the version before", () => {
    expect(firstVersion.map((line) => parseDeed(line)?.command)).toEqual(["up", "destroy"]);
  });

  it("takes no line from a run that has lost the stack's lock, and says so", async () => {
    const kept = await written(1);
    kept.loseLock();
    await expect(written(1, kept)).rejects.toThrow("lock was removed");
    expect(entriesIn(kept)).toHaveLength(1);
  });

  it("lets the error of a step pass where its line cannot be written", async () => {
    const kept = keptJournal();
    kept.failAt("append");
    const failing = kept.journal.record("apply", {}, () => Promise.reject(new Error("no space for the state")));
    await expect(failing).rejects.toThrow("no space for the state");
  });
});

/** Steps that all run at once and end last one first. */
async function atOnce(kept: KeptJournal, count: number): Promise<void> {
  const gates = Array.from({ length: count }, () => Promise.withResolvers<void>());
  const all = Promise.all(
    gates.map(({ promise }, index) => kept.journal.record("inviteMember", { index }, () => promise)),
  );
  for (const { resolve } of gates.toReversed()) resolve();
  await all;
}

describe("steps at once", () => {
  it("each leave a line, in one chain, in the order they ended", async () => {
    const kept = await written(2);
    await atOnce(kept, 50);
    const entries = entriesIn(kept);
    expect(entries.map(({ number }) => number)).toEqual(Array.from({ length: 52 }, (_, index) => index + 1));
    expect(entries.slice(2).map(({ about }) => about.index)).toEqual(
      Array.from({ length: 50 }, (_, index) => 49 - index),
    );
    expect(verifyJournal(kept.bytes(), sealIn(kept))).toMatchObject({ lines: 52, findings: [], torn: [] });
    expect(sealIn(kept)).toMatchObject({ number: 52, next: null, torn: [] });
  });

  it("leave the line of one that failed beside those of the others", async () => {
    const kept = keptJournal();
    const failing = kept.journal.record("a", {}, () => Promise.reject(new Error("refused")));
    const good = kept.journal.record("b", {}, async () => 7);
    expect(await Promise.allSettled([failing, good])).toMatchObject([{ status: "rejected" }, { value: 7 }]);
    expect(Object.fromEntries(entriesIn(kept).map(({ step, outcome }) => [step, outcome]))).toEqual({
      a: "failed",
      b: "done",
    });
    expect(findingsIn(kept)).toEqual([]);
  });

  it("of a writer that is killed anywhere in their lines leave those that are whole, and a chain that goes on", async () => {
    const whole = await written(1);
    await atOnce(whole, 6);
    const length = whole.text().split("\n").slice(2).join("\n").length;
    for (let at = 0; at < length; at += 37) {
      const kept = await written(1);
      kept.failAt("appendSeveral", at);
      await expect(atOnce(kept, 6)).rejects.toThrow("killed");
      const after = verifyJournal(kept.bytes(), sealIn(kept));
      expect([at, after.findings]).toEqual([at, []]);
      await written(2, kept);
      expect([at, findingsIn(kept)]).toEqual([at, []]);
    }
  });

  it.each(["write", "append", "sealing"] as const)(
    "of a writer that is killed at its %s leave a whole chain",
    async (point) => {
      const kept = await written(2);
      kept.failAt(point, 700);
      await atOnce(kept, 6).catch(() => undefined);
      expect(findingsIn(kept)).toEqual([]);
      await atOnce(kept, 6);
      expect(findingsIn(kept)).toEqual([]);
    },
  );

  it("of a line that was cut off after they were written say so", async () => {
    const kept = keptJournal();
    await atOnce(kept, 6);
    kept.put(kept.text().split("\n").slice(0, 4).join("\n").concat("\n"));
    expect(findingsIn(kept)).toEqual([{ kind: "cutOff", entry: 5, to: 6 }]);
  });
});

describe("a long journal", () => {
  it("is read once by a run, however many lines it adds, and again once another hand changed it", async () => {
    const kept = await written(20);
    expect(kept.readings()).toBe(1);
    kept.put(`${kept.text()}{"a":"stranger"}\n`);
    await written(3, kept);
    expect(kept.readings()).toBe(2);
    expect(findingsIn(kept)).toEqual([{ kind: "added", line: 21 }]);
  });

  it("is read again where what is kept beside it is gone", async () => {
    const kept = await written(3);
    kept.putSeal(null);
    await written(1, kept);
    expect(entriesIn(kept)[3]).toMatchObject({ number: 4, unsealed: true });
  });
});

describe("a writer that is killed", () => {
  it.each([1, 10, 40, 200])(
    "after %i bytes of a line leaves a torn line, which the next one ends and names",
    async (length) => {
      const kept = await written(2);
      kept.failAt("append", length);
      await expect(written(1, kept)).rejects.toThrow("killed");
      const atOnce = verifyJournal(kept.bytes(), sealIn(kept));
      expect(atOnce).toMatchObject({ findings: [], torn: [3] });
      await written(2, kept);
      expect(verifyJournal(kept.bytes(), sealIn(kept))).toMatchObject({ lines: 5, findings: [], torn: [3] });
      const torn = kept.text().split("\n")[2] ?? "";
      expect(entriesIn(kept).map(({ number }) => number)).toEqual([1, 2, 3, 4]);
      expect(entriesIn(kept)[2]).toMatchObject({ torn: [hashOf(torn)] });
    },
  );

  it("twice in the middle of a line leaves two torn lines, both named", async () => {
    const kept = await written(1);
    for (const length of [50, 80]) {
      kept.failAt("append", length);
      await expect(written(1, kept)).rejects.toThrow("killed");
    }
    await written(1, kept);
    expect(verifyJournal(kept.bytes(), sealIn(kept))).toMatchObject({ findings: [], torn: [2, 3] });
  });

  it("in the middle of the first line leaves a chain that begins after it", async () => {
    const kept = keptJournal();
    kept.failAt("append", 30);
    await expect(written(1, kept)).rejects.toThrow("killed");
    expect(findingsIn(kept)).toEqual([]);
    await written(2, kept);
    expect(findingsIn(kept)).toEqual([]);
  });

  it.each(["write", "append", "sealing"] as const)(
    "at its %s leaves a chain that is whole and goes on",
    async (point) => {
      const kept = await written(2);
      kept.failAt(point);
      await expect(written(1, kept)).rejects.toThrow("killed");
      expect(verifyJournal(kept.bytes(), sealIn(kept))).toMatchObject({ findings: [], torn: [] });
      await written(2, kept);
      expect(verifyJournal(kept.bytes(), sealIn(kept))).toMatchObject({ findings: [], torn: [] });
      expect(entriesIn(kept).map(({ number }: JournalEntry) => number)).toEqual(
        point === "sealing" ? [1, 2, 3, 4, 5] : [1, 2, 3, 4],
      );
    },
  );
});
