import { beforeAll, describe, expect, inject, it } from "vitest";
import { until } from "../../../src/io/machine/until.ts";
import type { BackupResults } from "../../../src/operations/backup/run/results.ts";
import { resultsOf } from "../../support/backup/archives.ts";
import { makeArchive } from "../../support/backup/stack.ts";
import { isSoak } from "../../support/sample.ts";
import { printedIn } from "../../support/stack/engine.ts";

const server = inject("backupStack");
const hour = 3_600;
const day = 24 * hour;

/** The results of runs, by the names of their files. */
const names = { lastGood: "last-good", backup: "backup", prune: "prune", verify: "verify", verifyData: "verify-data" };

/** What a result is changed to: how many seconds ago its run began, and how it ended. */
type Marks = Partial<Record<keyof BackupResults, readonly [seconds: number, outcome?: string]>>;

/** Time passes for the schedule, which reads it from the results, and it looks again. */
async function pass(marks: Marks): Promise<void> {
  const lines = Object.entries(marks).map(([name, [seconds, outcome = "made"]]) => {
    const at = new Date(Date.now() - seconds * 1_000).toISOString();
    const file = `${names[name as keyof BackupResults]}.json`;
    if (/^lastGood|backup$/.test(name))
      return `jq '.at = "${at}"' ${file} > /tmp/changed && cat /tmp/changed > ${file}`;
    return `echo '${JSON.stringify({ format: 1, outcome, at, finishedAt: at })}' > ${file}`;
  });
  await printedIn(server, "backup", "sh", "-euc", `cd /var/lib/postgresql/data/results; ${lines.join("; ")}`);
  await wake();
}

/** It sleeps between two looks. */
async function wake(): Promise<void> {
  const all = "for each in /proc/[0-9]*; do";
  const one = '[ "$(cat $each/comm 2> /dev/null)" != sleep ] || kill "$(basename "$each")"';
  await printedIn(server, "backup", "sh", "-c", `${all} ${one}; done; true`);
}

/** Waits until these have begun and ended again by themselves, and gives them. */
async function runAgain(...which: readonly (keyof BackupResults)[]): Promise<BackupResults> {
  return until(`${which.join(", ")} by the schedule`, async () => {
    const results = await resultsOf(server);
    const age = (name: keyof BackupResults) => Date.now() - Date.parse(results[name]?.at ?? "");
    return which.every((name) => Math.abs(age(name)) < 120_000) ? results : null;
  });
}

const fresh: Marks = { lastGood: [0], prune: [0], verify: [0], verifyData: [0] };

describe("the schedule", () => {
  beforeAll(async () => {
    await makeArchive(server);
  });

  if (isSoak)
    it("makes an archive when the last one is as old as the time between two", async () => {
      await pass({ ...fresh, lastGood: [hour + 1], backup: [hour + 1] });
      expect((await runAgain("lastGood", "backup")).backup?.outcome).toBe("made");
    });

  it("removes and checks once a day, and reads data once a week; not sooner", async () => {
    const [prune, verify, verifyData] = [day - 600, day + 60, 7 * day + 60];
    await pass({ ...fresh, prune: [prune], verify: [verify], verifyData: [verifyData] });
    const results = await runAgain("verify", "verifyData");
    expect([results.verify?.outcome, results.verifyData?.outcome]).toEqual(["made", "made"]);
    expect(Date.parse(results.prune?.at ?? "")).toBeLessThan(Date.now() - prune * 1_000);
    await pass({ prune: [day + 60] });
    expect((await runAgain("prune")).prune?.outcome).toBe("made");
  });

  if (isSoak)
    it("tries again an hour after one that did not do its work, and where a clock was wrong", async () => {
      await pass({
        lastGood: [-30 * day],
        prune: [hour + 60, "failed"],
        verify: [hour + 60, "stopped"],
        verifyData: [-day],
      });
      const { lastGood, prune, verify, verifyData } = await runAgain("lastGood", "prune", "verify", "verifyData");
      expect([lastGood, prune, verify, verifyData].map((each) => each?.outcome)).toEqual([
        "made",
        "made",
        "made",
        "made",
      ]);
    });
});
