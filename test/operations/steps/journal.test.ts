import { describe, expect, it } from "vitest";
import { type JournalEntry, journalIn } from "../../../src/operations/steps/journal.ts";
import { madeUpWorld } from "./made-up-world.ts";

describe("the journal", () => {
  it("keeps each step with time and outcome, and lets errors pass", async () => {
    const world = madeUpWorld();
    const journal = journalIn(world, "/journal.jsonl", { run: "one", command: "up" });
    expect(await journal.record("apply", {}, async () => 7)).toBe(7);
    const failing = journal.record("removeVolume", { name: "data" }, async () => {
      throw new Error("in use");
    });
    await expect(failing).rejects.toThrow("in use");
    expect(entries(world.disk.get("/journal.jsonl") ?? "")).toMatchObject([
      {
        version: 1,
        time: "2026-11-01T12:00:00.000Z",
        run: "one",
        command: "up",
        step: "apply",
        outcome: "done",
        error: null,
      },
      { step: "removeVolume", about: { name: "data" }, outcome: "failed", error: "in use" },
    ]);
  });
});

function entries(text: string): readonly JournalEntry[] {
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}
