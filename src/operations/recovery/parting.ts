import { type Problem, SettingsError } from "../../errors.ts";
import { mostShares } from "../../keys/shares.ts";
import type { Holder } from "../../render/recovery/kit-contents.ts";

/** Who gets a share of the master key, and how many of them give it back. */
export interface Holders {
  readonly holders: readonly Holder[];
  readonly threshold: number;
}

/** Decides how the key is parted; null where no holders are named, which is the words. Everything wrong is said at once. */
export function decideParting(holders: readonly string[] | null, threshold: number | null): Holders | null {
  if (holders === null && threshold === null) return null;
  const read = (holders ?? []).map(holderOf);
  const needed = threshold ?? Math.floor(read.length / 2) + 1;
  const problems = [...holderProblems(read), ...thresholdProblems(read.length, needed)];
  if (problems.length > 0) throw new SettingsError(problems);
  return { holders: read, threshold: needed };
}

/** A name, a user ID (Matrix spec, appendices, "User identifiers"), or a name with a user ID behind it. */
function holderOf(text: string): Holder {
  const trimmed = text.trim();
  const [, name = trimmed, userId = null] = /^(.*?)\s*[(<]?(@[^\s:@]+:[^\s()<>]+?)[)>]?$/su.exec(trimmed) ?? [];
  return { name: name.trim(), userId };
}

function holderProblems(holders: readonly Holder[]): readonly Problem[] {
  const shown = holders.map(({ name, userId }) => [name, userId].filter((part) => part).join(" "));
  const twice = shown.filter((name, at) => name !== "" && shown.indexOf(name) !== at);
  const say = (found: string, write: string) => ({ file: null, line: null, key: "--share", found, write });
  return [
    ...(holders.length < 2 || holders.length > mostShares
      ? [say(`${holders.length} people are named`, `Name 2 to ${mostShares}, each with a --share of its own.`)]
      : []),
    ...(shown.includes("") ? [say("a name is empty", "Write who keeps the share.")] : []),
    ...holders
      .filter(({ name, userId }) => unprintable.test(`${name}${userId}`))
      .map(() => say("a name has characters that are not printed", "Write the name without them.")),
    ...[...new Set(twice)].map((name) => say(`\`${name}\` is named twice`, "Give each share another name.")),
  ];
}

/** Control characters and those that change the direction of the text behind them (Unicode, "Bidirectional Algorithm", UAX #9). */
const unprintable = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

function thresholdProblems(count: number, needed: number): readonly Problem[] {
  if (count < 2 || (needed >= 2 && needed <= count)) return [];
  const found = `${needed} of ${count} shares`;
  return [{ file: null, line: null, key: "--threshold", found, write: `Write a number from 2 to ${count}.` }];
}
