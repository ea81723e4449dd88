import { onThisStack } from "../../actions/session.ts";
import type { Trial } from "../../actions/try/trial.ts";
import { checkTitles, type TrialCheck } from "../../operations/try/check.ts";
import { coloured } from "../terminal/coloured.ts";

/** What trying settings came to, for a person. */
export function showTrial(trial: Trial): string {
  const { stack, url, overrides, checks, passed, seconds } = trial;
  const other = overrides.map(({ key, to, why }) => `  ${key}: ${JSON.stringify(to)}, ${why}`);
  return [
    `The throwaway stack ${stack}${url === null ? " did not start" : `, ${url}`}. It has your settings, except:`,
    ...other,
    "",
    ...checks.map(showCheck),
    "",
    passed ? coloured("green", "Everything works.") : coloured("red", "Something is wrong. See above."),
    showTimes(seconds),
    ...showEnd(trial),
  ].join("\n");
}

const colours = { passed: "green", failed: "red", "not reached": "yellow" } as const;

function showCheck({ id, outcome, found, next }: TrialCheck): string {
  const line = `  ${coloured(colours[outcome], outcome.padEnd(11))} ${id.padEnd(8)} ${checkTitles[id]}`;
  const lines = [found, ...(next === null ? [] : [next])].flatMap((text) => text.split("\n"));
  return outcome === "not reached" ? line : [line, ...lines.map((text) => `              ${text}`)].join("\n");
}

function showTimes({ serving, checks, removal }: Trial["seconds"]): string {
  const written = (count: number) => `${count.toFixed(1)} s`;
  const parts = [
    serving === null ? "never answered" : `answered after ${written(serving)}`,
    `checks ${written(checks)}`,
    `removal ${written(removal)}`,
  ];
  return parts.join(", ");
}

function showEnd({ stack, kept }: Trial): readonly string[] {
  if (!kept) return ["It was removed completely."];
  return [
    "It stays until you remove it:",
    `  ${onThisStack("status", stack)}`,
    `  ${onThisStack("destroy", stack)} --yes-delete-data ${stack}`,
  ];
}
