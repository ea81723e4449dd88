import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { endHandingOver, handingOver } from "./suite/between-lanes.ts";
import { notDrawn } from "./suite/draws.ts";
import { type BusyCores, busyCores, type ProcessorSeconds, processorSeconds } from "./suite/processors.ts";
import { reportVariable, type StageReport } from "./suite/stage-reporter.ts";
import { chosenRounds, type Round, type Stage } from "./suite/stages.ts";
import { type StageTime, timeLines } from "./suite/times.ts";
import { seed } from "./support/sample.ts";

/** What a stage came to. */
interface Outcome extends StageTime {
  readonly passed: number;
  readonly failed: number;
  readonly isLive: boolean;
}

console.log(`samples are drawn by the seed ${seed}`);
console.log(`live files that are left to other seeds: ${notDrawn().join(", ") || "none"}`);
const folder = mkdtempSync(join(tmpdir(), "chatkeep-test-"));
const sources = join(folder, "sources.json");
const handed = handingOver(sources);
const began = performance.now();
/** Seconds of children that a stage was given already. They are counted once one ends, so what is new belongs to the last. */
let given = 0;
try {
  const outcomes = await runAll(chosenRounds(process.argv.slice(2)));
  report(outcomes);
  process.exitCode = outcomes.some(({ failed }) => failed > 0) ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function runAll(chosen: readonly Round[]): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const round of chosen) outcomes.push(...(await runRound(round)));
  return outcomes;
}

/** Runs the stages of a round side by side, save those that wait for another one. */
function runRound(round: Round): Promise<readonly Outcome[]> {
  const running = new Map<string, Promise<Outcome>>();
  for (const stage of round) {
    const before = stage.after === undefined ? undefined : running.get(stage.after);
    running.set(stage.name, before === undefined ? run(stage, round) : before.then(() => run(stage, round)));
  }
  return Promise.all(running.values());
}

/** Runs a stage of a round. */
async function run(stage: Stage, round: Round): Promise<Outcome> {
  const { name, command, tests, budget, isLive = false } = stage;
  console.log(round.length > 1 ? `== ${name} begins` : `\n== ${name}`);
  const [started, before] = [performance.now(), processorSeconds()];
  const path = join(folder, `${name}.json`);
  const env = { ...(tests ? { [reportVariable]: path } : {}), ...environmentOf(stage, round) };
  const options = { ...outputOf(stage, round), env, reject: false } as const;
  const { exitCode, all } = await execa(command[0], command.slice(1), options);
  if (stage.lane === "live") await endHandingOver(sources);
  if (all !== undefined) console.log(`\n== ${name}\n${all}`);
  const seconds = (performance.now() - started) / 1000;
  const busy = busySince(before, seconds);
  const written = tests ? reportIn(path) : null;
  const counts = tests ? countsIn(written) : { passed: exitCode === 0 ? 1 : 0, failed: 0 };
  // A stage that ends badly or runs no test has failed, whatever it counted.
  const bad = exitCode !== 0 || counts.passed + counts.failed === 0;
  const failed = bad ? Math.max(1, counts.failed) : counts.failed;
  return { name, seconds, budget, busy, isLive, files: written?.files ?? [], passed: counts.passed, failed };
}

/** One lane hands on to the others, where it runs. */
function environmentOf({ lane }: Stage, round: Round) {
  if (lane === undefined || !round.some((each) => each.lane === "live")) return {};
  return lane === "live" ? handed.booting : handed.waiting;
}

/** Neighbours do not talk at the same time: what one says is printed at its end, or each line of it with its name. */
function outputOf({ name, lane }: Stage, round: Round) {
  if (round.length < 2) return { stdio: "inherit" } as const;
  if (lane === undefined) return { stdin: "ignore", all: true } as const;
  const named = function* (line: unknown) {
    yield `${name.padEnd(7)} | ${line}`;
  };
  return { stdin: "ignore", stdout: [named, "inherit"], stderr: [named, "inherit"] } as const;
}

function busySince({ machine: before }: ProcessorSeconds, seconds: number): BusyCores {
  const { children, machine } = processorSeconds();
  const own = children === null ? null : children - given;
  given = children ?? 0;
  return busyCores(own, machine === null || before === null ? null : machine - before, seconds);
}

/** What a stage wrote down; null where it left nothing that can be read. */
function reportIn(file: string): StageReport | null {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}

function countsIn(report: StageReport | null): Pick<StageReport, "passed" | "failed"> {
  return report ?? { passed: 0, failed: 0 };
}

/** The table of stages, what took long, the number of live tests, and one closing line. */
function report(outcomes: readonly Outcome[]): void {
  console.log("\n== summary");
  for (const { name, seconds, passed, failed } of outcomes) {
    console.log(`${name.padEnd(16)} ${seconds.toFixed(1).padStart(6)} s  ${passed} passed, ${failed} failed`);
  }
  console.log("\n== time");
  for (const line of timeLines(outcomes, (performance.now() - began) / 1000, join(import.meta.dirname, ".."))) {
    console.log(line);
  }
  console.log("");
  const live = outcomes.filter(({ isLive }) => isLive);
  console.log(`live tests run: ${sum(live, "passed") + sum(live, "failed")}`);
  console.log(`${sum(outcomes, "passed")} passed, ${sum(outcomes, "failed")} failed`);
}

function sum(outcomes: readonly Outcome[], key: "passed" | "failed"): number {
  return outcomes.reduce((total, outcome) => total + outcome[key], 0);
}
