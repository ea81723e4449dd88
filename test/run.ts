import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { type StageTime, timeLines } from "./suite/times.ts";
import { seed } from "./support/sample.ts";

/** One thing `npm test` does: a command of node_modules/.bin with its arguments. */
interface Stage {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly tests: boolean;
  /** Seconds; a stage that takes longer is named at the end, and fails nothing. */
  readonly budget: number;
}

/** What a stage came to. */
interface Outcome extends StageTime {
  readonly passed: number;
  readonly failed: number;
}

/** What is read of vitest's report here; times.ts reads the rest. */
interface Report {
  readonly numPassedTests?: unknown;
  readonly numFailedTests?: unknown;
}

const tool = (name: string): string => join(import.meta.dirname, "..", "node_modules", ".bin", name);
const vitest = (project: string): Stage["command"] => [tool("vitest"), "run", "--project", project];
/** The same on the engine that CHATKEEP_TEST_ENGINE names; on this machine's own where it names none. */
const onEngine = (project: string): Stage["command"] => {
  if (!process.env.CHATKEEP_TEST_ENGINE) return vitest(project);
  return [process.execPath, join(import.meta.dirname, "on-engine.ts"), ...vitest(project)];
};

/** What stages may take, in seconds: all of the first round run side by side within three minutes, live tests take twelve. */
const budgets = { first: 3 * 60, live: 12 * 60 } as const;
const first = { tests: true, budget: budgets.first } as const;
const noTests = { ...first, tests: false } as const;

/** What needs no server runs side by side, the providers' small containers too; live tests have the machine to themselves. */
const rounds: readonly (readonly Stage[])[] = [
  [
    { name: "format and lint", command: [tool("biome"), "ci", "--error-on-warnings", "."], ...noTests },
    { name: "types", command: [tool("tsc")], ...noTests },
    { name: "unused code", command: [tool("knip")], ...noTests },
    { name: "unit", command: vitest("unit"), ...first },
    { name: "pulumi", command: vitest("pulumi"), ...first },
    { name: "providers", command: onEngine("providers"), ...first },
  ],
  [{ name: "live", command: onEngine("live"), tests: true, budget: budgets.live }],
];

console.log(`samples are drawn by the seed ${seed}`);
const folder = mkdtempSync(join(tmpdir(), "chatkeep-test-"));
const began = performance.now();
try {
  const outcomes = await runAll(chosenRounds(process.argv.slice(2)));
  report(outcomes);
  process.exitCode = outcomes.some(({ failed }) => failed > 0) ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** All stages, or those named on the command line: `npm test -- unit types`. */
function chosenRounds(names: readonly string[]): readonly (readonly Stage[])[] {
  const stages = rounds.flat();
  const unknown = names.filter((name) => !stages.some((stage) => stage.name === name));
  if (unknown.length > 0)
    throw new Error(`no stage ${unknown.join(", ")}; there are: ${stages.map(({ name }) => name).join(", ")}`);
  return names.length === 0 ? rounds : rounds.map((round) => round.filter(({ name }) => names.includes(name)));
}

async function runAll(chosen: readonly (readonly Stage[])[]): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const round of chosen) outcomes.push(...(await Promise.all(round.map((stage) => run(stage, round.length > 1)))));
  return outcomes;
}

/** Runs a stage. What one says that runs beside others is printed at its end, so that they do not talk at the same time. */
async function run({ name, command, tests, budget }: Stage, hasNeighbours: boolean): Promise<Outcome> {
  console.log(hasNeighbours ? `== ${name} begins` : `\n== ${name}`);
  const started = performance.now();
  const result = join(folder, `${name}.json`);
  const reporters = tests ? ["--reporter=default", "--reporter=json", `--outputFile.json=${result}`] : [];
  const how = hasNeighbours ? ({ stdin: "ignore", all: true } as const) : ({ stdio: "inherit" } as const);
  const { exitCode, all } = await execa(command[0], [...command.slice(1), ...reporters], { ...how, reject: false });
  if (hasNeighbours) console.log(`\n== ${name}\n${all}`);
  const seconds = (performance.now() - started) / 1000;
  const report = tests ? reportIn(result) : null;
  const counts = tests ? countsIn(report) : { passed: exitCode === 0 ? 1 : 0, failed: 0 };
  // A stage that ends badly or runs no test has failed, whatever it counted.
  const bad = exitCode !== 0 || counts.passed + counts.failed === 0;
  const failed = bad ? Math.max(1, counts.failed) : counts.failed;
  return { name, seconds, budget, report, passed: counts.passed, failed };
}

/** The JSON report of vitest; null where it left none that can be read. */
function reportIn(file: string): Report | null {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}

function countsIn(report: Report | null): { passed: number; failed: number } {
  return { passed: Number(report?.numPassedTests ?? 0), failed: Number(report?.numFailedTests ?? 0) };
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
  const live = outcomes.filter(({ name }) => name === "providers" || name === "live");
  console.log(`live tests run: ${sum(live, "passed") + sum(live, "failed")}`);
  console.log(`${sum(outcomes, "passed")} passed, ${sum(outcomes, "failed")} failed`);
}

function sum(outcomes: readonly Outcome[], key: "passed" | "failed"): number {
  return outcomes.reduce((total, outcome) => total + outcome[key], 0);
}
