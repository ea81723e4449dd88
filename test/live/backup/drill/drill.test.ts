import { readFile, writeFile } from "node:fs/promises";
import { beforeAll, describe, expect, inject, it } from "vitest";
import type { DrillReport } from "../../../../src/operations/backup/drill/report.ts";
import { isIn, listenOnEngine, type Packet, tryToLeave } from "../../../support/backup/drill/listener.ts";
import { removeEngine, startSecondEngine } from "../../../support/engines/second-engine.ts";
import { isSoak, sample } from "../../../support/sample.ts";
import { chatkeep, chatkeepSucceeds } from "../../../support/stack/command-line.ts";
import { engineOf } from "../../../support/stack/engine.ts";
import { planOf } from "../../../support/stack/plan.ts";
import { throwawaysOnEngine } from "../../../support/stack/trials.ts";

const stack = inject("backupStack");
let report: DrillReport & { readonly files: readonly string[] };
let subnets: readonly string[];
let packets: readonly Packet[];

/** One drill, which the tests look at; all that its containers send is listened to, and they are made to try. */
beforeAll(async () => {
  await chatkeepSucceeds(stack, ["backup", "now"]);
  const listener = await listenOnEngine(stack);
  const ended = new AbortController();
  const leaving = tryToLeave(stack, ended.signal);
  const { exitCode, stdout, stderr, seconds } = await chatkeep(stack, ["drill", "--json"]);
  ended.abort();
  ({ subnets } = await leaving);
  packets = await listener.stop();
  expect(exitCode, `${stdout}\n${stderr}`).toBe(0);
  report = JSON.parse(stdout);
  console.log(`The drill took ${seconds.toFixed(1)} s: ${JSON.stringify(report.stages)}`);
});

describe("a drill of a good archive", () => {
  it("passes with every check, in less than the targets", () => {
    expect(report.checks.filter(({ outcome }) => outcome !== "holds")).toEqual([]);
    expect(report.passed).toBe(true);
    expect(report.recoveryTime.seconds).toBeGreaterThan(0);
    expect(report.recoveryPoint.seconds).toBeLessThan(report.recoveryPoint.targetSeconds);
  });

  it("sends nothing beyond its own networks, not even where its server tries", () => {
    expect(subnets.length).toBe(2);
    const isOwn = (address: string) => subnets.some((range) => isIn(address, range));
    const own = packets.filter(({ from }) => isOwn(from));
    expect(own.filter(({ to }) => isOwn(to)).length).toBeGreaterThan(0); // it was listened to
    expect(own.filter(({ to }) => !isOwn(to))).toEqual([]);
    const tried = packets.filter(({ to }) => /^(198\.51\.100\.7|203\.0\.113\.9)$/.test(to));
    expect(tried).toEqual([]);
  });

  it("leaves nothing behind", async () => {
    expect((await throwawaysOnEngine()).filter((name) => name.startsWith("drill-"))).toEqual([]);
  });

  it("has a report that is refused with one byte changed, as JSON and as a page", async () => {
    expect(report.files).toHaveLength(2);
    for (const file of report.files) {
      await chatkeepSucceeds(stack, ["drill", "verify", file]);
      const text = await readFile(file, "utf8");
      const changed = `${file}.changed`;
      await writeFile(
        changed,
        text.replace(/passed|Passed/, (word) => `${word.slice(0, -1)}D`),
      );
      expect((await chatkeep(stack, ["drill", "verify", changed])).exitCode).toBe(2);
    }
  });

  it("is part of the status", async () => {
    const { stdout } = await chatkeep(stack, ["status", "--json"]);
    expect(JSON.parse(stdout).drill).toMatchObject({ archive: report.archive, passed: true, open: [] });
  });

  it("can be had every night", async () => {
    const { stdout } = await chatkeepSucceeds(stack, ["drill", "run", "--schedule"]);
    expect(stdout).toContain(`chatkeep-drill-${stack.name}.timer`);
    expect(stdout).toMatch(/^30 3 \* \* \* .* drill --stack /m);
  });

  it("of an archive that is not there is refused", async () => {
    const { exitCode, stderr } = await chatkeep(stack, ["drill", "--archive", "none"]);
    expect([exitCode, stderr.includes("no whole archive")]).toEqual([2, true]);
  });
});

/** An engine takes a while to start: in the soak. */
if (isSoak)
  describe("a drill on another engine", () => {
    it.each(sample("drills on another engine", ["newest"], 0))(
      "passes with the %s archive, and leaves nothing there",
      async () => {
        const images = Object.values(planOf(stack).services).map(({ image }) => image);
        const engine = await startSecondEngine([...new Set(images)]);
        try {
          const { stdout, seconds } = await chatkeepSucceeds(stack, ["drill", "--engine", engine.address, "--json"]);
          console.log(`The drill on another engine took ${seconds.toFixed(1)} s.`);
          expect(JSON.parse(stdout)).toMatchObject({ passed: true });
          const there = engineOf({ dockerHost: engine.address });
          const [containers, { Volumes }] = await Promise.all([
            there.listContainers({ all: true }),
            there.listVolumes(),
          ]);
          expect([containers, Volumes ?? []]).toEqual([[], []]);
        } finally {
          await removeEngine(engine);
        }
      },
    );
  });
