import { describe, expect, it } from "vitest";
import { showBeforeAndNow } from "../../bench/deploying/before-and-now.ts";
import type { ContestantName } from "../../bench/deploying/contestant.ts";
import { profilesOf } from "../../bench/deploying/profile.ts";
import { rowsOf } from "../../bench/deploying/table.ts";
import { versionsHere } from "../../bench/deploying/version.ts";
import type { Measure, Sample } from "../../bench/deploying.ts";

const sample = (contestant: ContestantName, measure: Measure, seconds: number): Sample => ({
  contestant,
  measure,
  timing: { seconds, marks: [], stdout: "" },
});

/** Two rounds: the second is the faster one for all but the version before. */
const samples: readonly Sample[] = [
  ...[sample("bare", "first", 9), sample("before", "first", 12), sample("own", "first", 10)],
  ...[sample("bare", "first", 8), sample("before", "first", 13), sample("own", "first", 8.8)],
  ...[sample("before", "again", 3), sample("own", "again", 2.1)],
  ...[sample("before", "trial", 12), sample("own", "trial", 12)],
];

describe("two versions beside each other", () => {
  const lines = showBeforeAndNow(samples).split("\n");
  const cells = (what: string) => {
    const line = lines.find((each) => each.startsWith(`| ${what} `)) ?? "";
    return line.split("|").map((cell) => cell.trim());
  };

  it("have the least of their rounds in the table, and the ratios of these", () => {
    expect(lines[0]).toContain("least of 2, seconds");
    expect(cells("first up")).toEqual(["", "first up", "8.00", "12.00", "8.80", "0.73", "1.50", "1.10", ""]);
  });

  it("have nothing where bare commands have no counterpart, or nothing was measured", () => {
    expect(cells("no-change up, with refresh").slice(2, 8)).toEqual(["", "3.00", "2.10", "0.70", "", ""]);
    expect(cells("destroy").slice(2, 8)).toEqual(["", "", "", "", "", ""]);
  });

  it("are tried beside a bare first up", () => {
    expect(cells("try, to serving (beside a first up)").slice(2, 8)).toEqual([
      "8.00",
      "12.00",
      "12.00",
      "1.00",
      "1.50",
      "1.50",
    ]);
  });
});

describe("the rows of the deploying bench", () => {
  it("have the version before in them only where it was measured", () => {
    const names = (given: readonly Sample[]) => new Set(rowsOf(given).map(({ contestant }) => contestant));
    expect(names(samples)).toContain("before");
    expect(names(samples.filter(({ contestant }) => contestant !== "before"))).not.toContain("before");
  });

  it("leave out what bare commands have no counterpart of", () => {
    const bare = rowsOf(samples).filter(({ contestant }) => contestant === "bare");
    expect(bare.map(({ measure }) => measure)).toEqual(["first", "change", "destroy"]);
  });
});

describe("the profile of a first up", () => {
  it("is not read from what another version tells", () => {
    expect(profilesOf([sample("before", "first", 9)])).toEqual([]);
  });
});

describe("the versions that are measured", () => {
  it("are this checkout and, where it is named, another one", () => {
    const named = versionsHere("/elsewhere").map(({ name, checkout }) => ({ name, checkout }));
    expect(named[0]).toEqual({ name: "before", checkout: "/elsewhere" });
    expect(named.map(({ name }) => name)).toEqual(["before", "own"]);
    expect(versionsHere(undefined).map(({ name }) => name)).toEqual(["own"]);
  });
});
