import { describe, expect, it } from "vitest";
import { StoppedOnRequest } from "../../../src/errors.ts";
import { linesOf } from "../../../src/operations/journal/lines.ts";
import { perform } from "../../../src/operations/steps/perform.ts";
import type { StepTable } from "../../../src/operations/steps/table.ts";
import { keptJournal } from "../journal/kept-journal.ts";

type Step =
  | { readonly kind: "invite"; readonly who: number }
  | { readonly kind: "join"; readonly room: string; readonly who: number }
  | { readonly kind: "close" };

/** Steps that run until they are let go, and what became of them. */
function scene({ fails = -1 } = {}) {
  const kept = keptJournal();
  const seen = { running: 0, most: 0, began: [] as string[], said: [] as string[] };
  const working = async (name: string): Promise<void> => {
    seen.began.push(name);
    seen.running += 1;
    seen.most = Math.max(seen.most, seen.running);
    await new Promise<void>((resolve) => setImmediate(resolve));
    seen.running -= 1;
    if (name === `invite ${fails}`) throw new Error("not allowed");
  };
  const table: StepTable<Step, unknown> = {
    invite: { describe: ({ who }) => `Invite ${who}`, act: ({ who }) => working(`invite ${who}`), atOnce: 3 },
    join: {
      describe: ({ room, who }) => `Join ${who} to ${room}`,
      act: ({ room, who }) => working(`${room}${who}`),
      atOnce: 3,
      on: ({ room }) => room,
    },
    close: { describe: () => "Close", act: () => working("close") },
  };
  const world = { journal: kept.journal, narrator: { say: (text: string) => void seen.said.push(text) } };
  const entries = () => linesOf(kept.bytes()).flatMap(({ entry }) => entry ?? []);
  return { seen, table, world, entries };
}

const invites = (count: number): readonly Step[] =>
  Array.from({ length: count }, (_, who) => ({ kind: "invite", who }));

describe("steps of a kind that allows it", () => {
  it("run side by side, no more of them than it allows, each with its line", async () => {
    const { seen, table, world, entries } = scene();
    await perform(invites(20), table, world);
    expect(seen.most).toBe(3);
    expect(entries().map(({ about }) => about.who)).toHaveLength(20);
    expect(new Set(entries().map(({ about }) => about.who)).size).toBe(20);
    expect(seen.said.at(-1)).toBe("Invite 19 (20 of 20)");
  });

  it("are done by turns on what they work on, the longest queue last", async () => {
    const { seen, table, world, entries } = scene();
    const joins = (room: string, count: number) =>
      Array.from({ length: count }, (_, who): Step => ({ kind: "join", room, who }));
    await perform([...joins("a", 4), ...joins("b", 2), ...joins("c", 1)], table, world);
    expect(seen.began).toEqual(["a0", "b0", "c0", "a1", "b1", "a2", "a3"]);
    expect(entries()).toHaveLength(7);
  });

  it("have all ended before a step of another kind begins", async () => {
    const { seen, table, world, entries } = scene();
    await perform([...invites(5), { kind: "close" }, ...invites(2)], table, world);
    expect(seen.began.indexOf("close")).toBe(5);
    expect(entries().findIndex(({ step }) => step === "close")).toBe(5);
  });

  it("end at the first that fails: none begins after it, and those that ran leave their lines", async () => {
    const { seen, table, world, entries } = scene({ fails: 1 });
    await expect(perform([...invites(20), { kind: "close" }], table, world)).rejects.toThrow("not allowed");
    expect(
      entries()
        .map(({ outcome }) => outcome)
        .sort(),
    ).toEqual([...seen.began.slice(1).map(() => "done"), "failed"]);
    expect(seen.began.length).toBeLessThan(6);
    expect(seen.began).not.toContain("close");
  });

  it("end when a person stops them, and leave the lines of those that ran", async () => {
    const { seen, table, world, entries } = scene();
    const stop = new AbortController();
    const say = (text: string) => text.includes("(4 of") && stop.abort();
    const stopping = perform(invites(20), table, { ...world, narrator: { say } }, stop.signal);
    await expect(stopping).rejects.toThrow(StoppedOnRequest);
    expect(entries()).toHaveLength(seen.began.length);
    expect(seen.began.length).toBeLessThan(8);
  });
});
