import { type Problem, SettingsError } from "../../errors.ts";
import { mostShares } from "../../keys/shares.ts";

/** Who gets a share of the master key, and how many of them give it back. */
export interface Holders {
  readonly holders: readonly string[];
  readonly threshold: number;
}

/** Decides how the key is parted; null where no holders are named, which is the words. Everything wrong is said at once. */
export function decideParting(holders: readonly string[] | null, threshold: number | null): Holders | null {
  if (holders === null && threshold === null) return null;
  const names = (holders ?? []).map((name) => name.trim());
  const needed = threshold ?? Math.floor(names.length / 2) + 1;
  const problems = [...holderProblems(names), ...thresholdProblems(names.length, needed)];
  if (problems.length > 0) throw new SettingsError(problems);
  return { holders: names, threshold: needed };
}

function holderProblems(names: readonly string[]): readonly Problem[] {
  const twice = names.filter((name, at) => names.indexOf(name) !== at);
  const say = (found: string, write: string) => ({ file: null, line: null, key: "--share", found, write });
  return [
    ...(names.length < 2 || names.length > mostShares
      ? [say(`${names.length} people are named`, `Name 2 to ${mostShares}, each with a --share of its own.`)]
      : []),
    ...(names.includes("") ? [say("a name is empty", "Write who keeps the share.")] : []),
    ...[...new Set(twice)].map((name) => say(`\`${name}\` is named twice`, "Give each share another name.")),
  ];
}

function thresholdProblems(count: number, needed: number): readonly Problem[] {
  if (count < 2 || (needed >= 2 && needed <= count)) return [];
  const found = `${needed} of ${count} shares`;
  return [{ file: null, line: null, key: "--threshold", found, write: `Write a number from 2 to ${count}.` }];
}
