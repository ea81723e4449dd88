import { type Measure, measures, type Sample } from "../deploying.ts";
import { type ContestantName, contestantNames } from "./contestant.ts";
import { type Figure, figureOf, showFigure } from "./figures.ts";
import type { Profile } from "./profile.ts";

/** One line of the result. */
export interface Row {
  readonly measure: Measure;
  readonly contestant: ContestantName;
  /** Null where it was not measured. */
  readonly figure: Figure | null;
  /** The middle of each round's ratio to the bare counterpart; null where there is none. */
  readonly ratio: number | null;
  readonly aim: string;
}

/** A measure as people read it. */
export const measureWords: Readonly<Record<Measure, string>> = {
  first: "first up",
  again: "no-change up, with refresh",
  change: "one-setting up",
  status: "status",
  help: "--help",
  destroy: "destroy",
  trial: "try, to serving (beside a first up)",
  "trial checks": "try, its checks",
  "trial removal": "try, its removal",
};

/** What a measure is compared with, where that is not the same measure of the bare counterpart. */
export const counterparts: Readonly<Partial<Record<Measure, Measure>>> = { trial: "first" };

const aims: Readonly<Partial<Record<`${Measure} ${ContestantName}`, string>>> = {
  "first own": "1.6 times",
  "first official": "2.5 times",
  "again own": "4 s",
  "again official": "6 s",
  "change own": "1.6 times",
  "destroy own": "1.6 times",
  "status own": "1 s",
  "help own": "0.3 s",
  "trial own": "2.5 times",
  "trial official": "2.5 times",
};

const bareMeasures: ReadonlySet<Measure> = new Set(["first", "change", "destroy"]);

const contestantWords: Readonly<Record<ContestantName, string>> = {
  bare: "bare docker commands",
  before: "chatkeep before",
  own: "chatkeep, own plugins",
  official: "chatkeep, official plugins",
};

/** All lines, whether measured or not. */
export function rowsOf(samples: readonly Sample[]): readonly Row[] {
  const isThere = (name: ContestantName) => name !== "before" || samples.some(({ contestant }) => contestant === name);
  return measures.flatMap((measure) =>
    contestantNames
      .filter((contestant) => (contestant === "bare" ? bareMeasures.has(measure) : isThere(contestant)))
      .map((contestant) => rowOf(samples, measure, contestant)),
  );
}

function rowOf(samples: readonly Sample[], measure: Measure, contestant: ContestantName): Row {
  const secondsOf = (name: ContestantName, what: Measure) =>
    samples
      .filter((sample) => sample.measure === what && sample.contestant === name)
      .map(({ timing }) => timing.seconds);
  const [bare, seconds] = [secondsOf("bare", counterparts[measure] ?? measure), secondsOf(contestant, measure)];
  const ratios = seconds.flatMap((each, round) => (bare[round] === undefined ? [] : [each / bare[round]]));
  return {
    measure,
    contestant,
    figure: seconds.length === 0 ? null : figureOf(seconds),
    ratio: contestant === "bare" || ratios.length === 0 ? null : figureOf(ratios).median,
    aim: aims[`${measure} ${contestant}`] ?? "",
  };
}

/** The lines as a table in Markdown. */
export function showRows(rows: readonly Row[]): string {
  const lines = rows.map(({ measure, contestant, figure, ratio, aim }) => [
    measureWords[measure],
    contestantWords[contestant],
    figure === null ? `not measured: no ${contestant} plugins` : showFigure(figure),
    ratio === null ? "" : ratio.toFixed(2),
    aim,
  ]);
  return showTable([["what", "with", "median (least–most)", "ratio to bare", "aim"], ...lines]);
}

/** Where the seconds of one contestant's first deployment go, as a table. */
export function showProfile({ contestant, stretches }: Profile): string {
  const head = contestant === "bare" ? "the same by bare docker commands" : `first up, ${contestantWords[contestant]}`;
  return showTable([[head, "seconds"], ...stretches.map(({ what, seconds }) => [what, seconds.toFixed(2)])]);
}

/** A table in Markdown, its first line the head. */
export function showTable([head = [], ...body]: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...body].map((line) => (line[column] ?? "").length)));
  const show = (line: readonly string[]) => `| ${line.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(" | ")} |`;
  return [show(head), show(widths.map((width) => "-".repeat(width))), ...body.map(show)].join("\n");
}
