import { describe, expect, it } from "vitest";
import type { ServerName } from "../../../../src/kinds/names.ts";
import type { Deed } from "../../../../src/operations/journal/entry.ts";
import { decideOffboard } from "../../../../src/operations/team/offboard/decide.ts";
import { deedsAbout, departureEvidence } from "../../../../src/operations/team/offboard/evidence.ts";
import type { DepartureFacts, DepartureRoom, DepartureWishes } from "../../../../src/operations/team/offboard/facts.ts";
import { offboardingReport } from "../../../../src/operations/team/offboard/report.ts";
import { access, departure, id, none, roomOf } from "./departure.ts";

const keep: DepartureWishes = { history: "keep", media: "keep", erase: false };
const closed: Partial<DepartureFacts> = {
  account: { state: "deactivated", admin: false, displayName: null },
  access: none,
};
const user = id("ben");

function deed(step: string, run: string, about: Deed["about"] = { user }): Deed {
  const common = {
    who: "ana@desk",
    time: "2026-11-30T08:00:00.000Z",
    command: "team offboard",
    seconds: 1,
    error: null,
  };
  return { ...common, step, run, about, outcome: "done" };
}

/** What a run leaves in the journal: its beginning, and as many lines of steps as it came to. */
function runOf(run: string, facts: DepartureFacts, finished: number, wishes = keep): readonly Deed[] {
  const steps = decideOffboard(facts, wishes);
  const evidence: Deed["about"] = JSON.parse(JSON.stringify(departureEvidence(facts, wishes, steps)));
  const lines = steps
    .slice(0, finished)
    .map(({ kind, ...about }) => deed(kind, run, JSON.parse(JSON.stringify(about))));
  return [deed("departure", run, evidence), ...lines];
}

function reportOf(facts: DepartureFacts, deeds: readonly Deed[]) {
  return offboardingReport({
    ...{ server: "acme.test" as ServerName, facts, wishes: keep, proofs: [], stillIn: [], deeds, known: [] },
    ...{ by: "ana@desk", run: "two", ended: new Date(0), epoch: 0 },
  });
}

const powerful: readonly DepartureRoom[] = [
  roomOf("twelve", { version: "12", power: "creator", people: [{ user: id("ana"), power: 0 }] }),
  roomOf("high", { power: 100 }),
  roomOf("lonely", { power: 100, people: [] }),
  roomOf("usual"),
];

describe("the report of a run after one that was killed", () => {
  const first = departure({ rooms: powerful });
  const whole = reportOf(first, runOf("one", first, 99)).cannotBeUndone;

  it("says what stays in rooms that only the killed run saw", () => {
    const second = departure(closed);
    const report = reportOf(second, [...runOf("one", first, 99), ...runOf("two", second, 0)]);
    expect(report.cannotBeUndone).toEqual(whole);
    const said = whole.join("\n");
    expect(said).toContain("@ben:acme.test stays a creator of #twelve:acme.test for ever");
    expect(said).toContain("stays in the power levels of #high:acme.test (100), #lonely:acme.test (100), where");
    expect(said).toContain("No member of this server was left who could lead #lonely:acme.test.");
    expect(said).not.toContain("#usual");
  });

  it("says of a room what the last run that saw it found", () => {
    const later = departure({ rooms: [roomOf("high", { power: 50 })], access: { ...access, locked: true } });
    const report = reportOf(later, [...runOf("one", first, 1), ...runOf("two", later, 99)]);
    expect(report.cannotBeUndone.join("\n")).not.toContain("#high");
  });

  it("names the step that the run was killed in, and rooms that they were removed from by it", () => {
    const usual = departure({ rooms: [roomOf("usual")] });
    const frozen = departure({ access: { ...access, locked: true } });
    const report = reportOf(frozen, [...runOf("one", usual, 1), ...runOf("two", frozen, 99)]);
    expect(report.steps.map(({ run, step, outcome }) => [run, step.split(":")[0], outcome]).slice(0, 3)).toEqual([
      ["one", "lock @ben", "done"],
      ["one", "remove @ben", "interrupted"],
      ["two", "end every session of @ben", "done"],
    ]);
    expect(report.rooms.map(({ left }) => left)).toEqual(["removed by chatkeep"]);
    const again = departure({ rooms: [roomOf("usual", { operatorCreated: false, power: 100 })] });
    const still = reportOf(again, [...runOf("one", usual, 1), ...runOf("two", again, 0)]);
    expect(still.rooms.map(({ left }) => left)).toEqual(["left as the account was deactivated"]);
  });

  it("says what a run that was asked for more did", () => {
    const erasing = runOf("one", first, 99, { history: "redact", media: "delete", erase: true });
    const said = reportOf(departure(closed), [...erasing, ...runOf("two", departure(closed), 0)]).cannotBeUndone.join(
      "\n",
    );
    for (const word of ["What was redacted", "Files that were deleted", "Erasure hides"]) expect(said).toContain(word);
    expect(whole.join("\n")).not.toContain("What was redacted");
  });
});

describe("the lines of an offboarding", () => {
  const open = departure();
  const one = [...runOf("one", open, 99), deed("prove", "one", { user, lockedOut: true })];
  const runs = (all: readonly Deed[]) => [...new Set(deedsAbout(all, user).map(({ run }) => run))];

  it("are all there where a finished one is proven again", () => {
    expect(runs([...one, ...runOf("two", departure(closed), 0)])).toEqual(["one", "two"]);
  });

  it("are those of the second one where the account was opened again", () => {
    expect(runs([...one, ...runOf("two", open, 1), ...runOf("three", departure(closed), 0)])).toEqual(["two", "three"]);
  });

  it("begin after a freeze that was undone", () => {
    expect(runs([deed("freeze", "zero"), deed("unlock", "zero"), ...runOf("one", open, 1)])).toEqual(["one"]);
    expect(runs([deed("freeze", "zero"), ...runOf("one", open, 1)])).toEqual(["zero", "one"]);
  });
});
