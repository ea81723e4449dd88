import { relative } from "node:path";
import type { BusyCores } from "./processors.ts";
import type { StageReport } from "./stage-reporter.ts";

/** What one stage of `npm test` took, and how busy the machine was meanwhile; it has no files where it runs no test. */
export interface StageTime {
  readonly name: string;
  readonly seconds: number;
  readonly budget: number;
  readonly busy: BusyCores;
  readonly files: StageReport["files"];
}

/** How long the whole may take: with all packages and images there, and with all of them still to come. */
const wholeBudget = { warm: 25 * 60, cold: 40 * 60 } as const;

/** The ten files that took longest, each stage beside its budget and the cores that were busy, the whole, and plainly what is over. */
export function timeLines(stages: readonly StageTime[], whole: number, root: string): readonly string[] {
  const { warm, cold } = wholeBudget;
  return [
    ...slowestLines(stages, root),
    "stage beside budget, with the cores it kept busy, and those busy on the whole machine, containers with them",
    ...stages.map(({ name, seconds, budget, busy }) => `${line(seconds, budget, name.padEnd(16))} ${cores(busy)}`),
    `${line(whole, warm, "whole")} (${cold} s where packages and images are still to come)`,
    ...stages.filter(isOver).map((stage) => overBudget(stage)),
    ...(isOver({ seconds: whole, budget: warm }) ? [overBudget({ name: "whole", seconds: whole, budget: warm })] : []),
  ];
}

function slowestLines(stages: readonly StageTime[], root: string): readonly string[] {
  const files = stages.flatMap((stage) => stage.files.map((each) => ({ ...each, stage: stage.name })));
  const slowest = files.toSorted((a, b) => b.seconds - a.seconds).slice(0, 10);
  if (slowest.length === 0) return [];
  const written = slowest.map(
    ({ seconds, stage, file }) => `${inSeconds(seconds)}  ${stage.padEnd(9)} ${relative(root, file)}`,
  );
  return [`slowest ${slowest.length === 1 ? "file" : `${slowest.length} files`}`, ...written];
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

function cores({ own, machine, all }: BusyCores): string {
  return `${own?.toFixed(1) ?? "?"}, ${machine?.toFixed(1) ?? "?"} of ${all}`;
}
