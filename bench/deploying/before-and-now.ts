import { measures, type Sample } from "../deploying.ts";
import type { ContestantName } from "./contestant.ts";
import { figureOf } from "./figures.ts";
import { counterparts, measureWords, showTable } from "./table.ts";

/**
 * Two versions of chatkeep beside each other, each figure the least of the rounds: what else a machine does only ever adds to it.
 * Bare figures and the ratios to them are empty where bare commands have no counterpart.
 */
export function showBeforeAndNow(samples: readonly Sample[]): string {
  const rounds = samples.filter(({ contestant, measure }) => contestant === "own" && measure === "first").length;
  const least = (contestant: ContestantName, measure: Sample["measure"]) =>
    figureOf(
      samples
        .filter((sample) => sample.contestant === contestant && sample.measure === measure)
        .map(({ timing }) => timing.seconds),
    ).least;
  const lines = measures.map((measure) => {
    const [before, now] = [least("before", measure), least("own", measure)];
    const bare = least("bare", counterparts[measure] ?? measure);
    const shown = [bare, before, now, now / before, before / bare, now / bare];
    return [measureWords[measure], ...shown.map((figure) => (Number.isNaN(figure) ? "" : figure.toFixed(2)))];
  });
  const title = `least of ${rounds}, seconds`;
  return showTable([[title, "bare", "before", "now", "now / before", "before / bare", "now / bare"], ...lines]);
}
