import { relative } from "node:path";

/** What one stage of `npm test` took; `report` is the JSON of vitest's own reporter, null where a stage runs no test. */
export interface StageTime {
  readonly name: string;
  readonly seconds: number;
  readonly budget: number;
  readonly report: unknown;
}

/** How long the whole may take: with all packages and images there, and with all of them still to come. */
const wholeBudget = { warm: 25 * 60, cold: 40 * 60 } as const;

/** The ten files that took longest, each stage beside its budget, the whole, and plainly what is over. Seconds all of them. */
export function timeLines(stages: readonly StageTime[], whole: number, root: string): readonly string[] {
  const { warm, cold } = wholeBudget;
  return [
    ...slowestLines(stages, root),
    "stage beside budget",
    ...stages.map(({ name, seconds, budget }) => line(seconds, budget, name)),
    `${line(whole, warm, "whole")} (${cold} s where packages and images are still to come)`,
    ...stages.filter(isOver).map((stage) => overBudget(stage)),
    ...(isOver({ seconds: whole, budget: warm }) ? [overBudget({ name: "whole", seconds: whole, budget: warm })] : []),
  ];
}

function slowestLines(stages: readonly StageTime[], root: string): readonly string[] {
  const files = stages.flatMap(({ name, report }) => filesIn(report).map((file) => ({ ...file, stage: name })));
  const slowest = files.toSorted((a, b) => b.seconds - a.seconds).slice(0, 10);
  if (slowest.length === 0) return [];
  const written = slowest.map(
    ({ seconds, stage, file }) => `${inSeconds(seconds)}  ${stage.padEnd(9)} ${relative(root, file)}`,
  );
  return [`slowest ${slowest.length === 1 ? "file" : `${slowest.length} files`}`, ...written];
}

/** Every file of a report (vitest's `JsonTestResults`: `testResults[]` with `name`, `startTime` and `endTime` in milliseconds). */
function filesIn(report: unknown): readonly { readonly file: string; readonly seconds: number }[] {
  return listOf(report, "testResults").flatMap((each) => {
    const [file, start, end] = [propertyOf(each, "name"), propertyOf(each, "startTime"), propertyOf(each, "endTime")];
    if (typeof file !== "string" || typeof start !== "number" || typeof end !== "number") return [];
    return [{ file, seconds: Math.max(0, end - start) / 1000 }];
  });
}

function listOf(value: unknown, key: string): readonly unknown[] {
  const list = propertyOf(value, key);
  return Array.isArray(list) ? list : [];
}

function propertyOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}

function isOver({ seconds, budget }: Pick<StageTime, "seconds" | "budget">): boolean {
  return seconds > budget;
}

function overBudget({ name, seconds, budget }: Pick<StageTime, "name" | "seconds" | "budget">): string {
  return `OVER BUDGET: ${name} took ${seconds.toFixed(1)} s, ${(seconds - budget).toFixed(1)} s more than its ${budget} s`;
}

function line(seconds: number, budget: number, name: string): string {
  return `${inSeconds(seconds)} of ${String(budget).padStart(4)} s  ${name}`;
}

function inSeconds(seconds: number): string {
  return `${seconds.toFixed(1).padStart(7)} s`;
}
