import { type Duration, formatDuration, parseDuration } from "../../kinds/duration.ts";
import { formatSize, parseSize, type Size } from "../../kinds/size.ts";
import { complain, leaf, type Reading } from "../leaf.ts";
import { plainText } from "../wording.ts";

/** What a size is held against; `why` says why there is none above `max`, where that is not plain. */
interface SizeRange {
  readonly min: Size;
  readonly max: Size;
  readonly example: string;
  readonly why?: string;
}

/** A number of bytes between two sizes, both included. */
export function size({ min, max, example, why }: SizeRange) {
  const expected = `a size such as \`${example}\``;
  return leaf<Size>({ type: "string", pattern: "^\\s*\\d{1,12}(\\.\\d{1,3})?\\s*([KMG]?B|[KMGT]iB)\\s*$" }, (value) => {
    const read = typeof value === "string" ? parseSize(value) : null;
    if (read === null) return complain(expected, value, `Write \`${guessSize(value, example) ?? example}\`.`);
    if (read >= min && read <= max) return { value: read };
    const reason = read > max && why !== undefined ? ` (${why})` : "";
    const range = `a size from ${formatSize(min)} to ${formatSize(max)}${reason}`;
    return complain(range, value, `Write \`${formatSize(read < min ? min : max)}\`, or a size between the two.`);
  });
}

/** The size that was most likely meant by `50M`, `50mb`, `1,5 GiB` or a bare number of bytes. */
function guessSize(value: unknown, example: string): string | null {
  const text = plainText(value).trim();
  if (/^\d{7,15}$/.test(text)) return formatSize(Number(text) as Size);
  const match = /^(\d{1,12})(?:[.,](\d{1,3}))?\s*([kmgt]?)(i?)(b?)(?:yte)?s?$/i.exec(text);
  if (match === null) return null;
  const [, whole = "", part, letter = "", binary = "", byte = ""] = match;
  const number = part === undefined ? whole : `${whole}.${part}`;
  if (letter === "") return byte === "" ? `${number} ${example.split(" ")[1]}` : `${number} B`;
  const unit = byte !== "" && binary === "" && letter !== "t" ? "B" : "iB";
  const guess = `${number} ${letter.toUpperCase()}${unit}`;
  return parseSize(guess) === null ? `${number} ${letter.toUpperCase()}iB` : guess;
}

/** A span of at least one day, or of what else is the least. */
export function span({ example, atLeast = shortest }: { readonly example: string; readonly atLeast?: Duration }) {
  const expected = `a duration such as \`${example}\``;
  const pattern = "^\\s*\\d{1,6}\\s*(second|minute|hour|day|week|year)s?\\s*$";
  return leaf<Duration>({ type: "string", pattern }, (value) => readSpan(expected, value, example, atLeast));
}

function readSpan(expected: string, value: unknown, example: string, atLeast: Duration): Reading<Duration> {
  const read = typeof value === "string" ? parseDuration(value) : null;
  if (read === null) {
    const guess = guessDuration(value);
    return complain(expected, value, `Write \`${guess === null || guess === "forever" ? example : guess}\`.`);
  }
  if (read >= atLeast) return { value: read };
  return complain(`at least ${formatDuration(atLeast)}`, value, `Write \`${formatDuration(atLeast)}\` or more.`);
}

/** A span of at least one day, or `forever`, which is null. */
export function retention({ example }: { readonly example: string }) {
  const expected = `a duration such as \`${example}\`, or \`forever\``;
  const pattern = "^\\s*(forever|\\d{1,6}\\s*(second|minute|hour|day|week|year)s?)\\s*$";
  return leaf<Duration | null>({ type: "string", pattern }, (value) => {
    if (typeof value === "string" && value.trim() === "forever") return { value: null };
    const read = typeof value === "string" ? parseDuration(value) : null;
    if (read === null) return complain(expected, value, `Write \`${guessDuration(value) ?? example}\`.`);
    if (read >= shortest) return { value: read };
    return complain(`at least ${formatDuration(shortest)}`, value, "Write `1 day` or more.");
  });
}

const shortest = 86_400_000 as Duration;

/** The duration that was most likely meant by `14d`, `2 Weeks`, `P14D`, `1 month` or a bare number. */
function guessDuration(value: unknown): string | null {
  const text = plainText(value).trim().toLowerCase();
  if (["never", "off", "none", "no", "false", "infinite", "infinity", "unlimited", "0", "-1"].includes(text)) {
    return "forever";
  }
  const match = /^p?(\d{1,5})\s*([a-z]*)$/.exec(text);
  if (match?.[1] === undefined) return null;
  const word = match[2] ?? "";
  if (/^mon?(th)?s?$/.test(word)) return `${Number(match[1]) * 30} days`;
  const unit = units.find((each) => each.startsWith(word[0] ?? "d"));
  return unit === undefined ? null : `${Number(match[1])} ${unit}${match[1] === "1" ? "" : "s"}`;
}

const units = ["second", "minute", "hour", "day", "week", "year"] as const;

/** A whole number between two, both included; `12` and `"12"` are the same. */
export function integer({
  min,
  max,
  expected,
}: {
  readonly min: number;
  readonly max: number;
  readonly expected: string;
}) {
  return leaf<number>({ type: ["integer", "string"], minimum: min, maximum: max, pattern: "^\\d{1,16}$" }, (value) => {
    const number = typeof value === "string" && /^\d{1,16}$/.test(value) ? Number(value) : value;
    if (typeof number === "number" && Number.isInteger(number) && number >= min && number <= max) {
      return { value: number };
    }
    const least = typeof number === "number" && number > max ? max : min;
    return complain(`${expected}, a whole number from ${min} to ${max}`, value, `Write a number such as \`${least}\`.`);
  });
}

/** `true` or `false`, as a word or as text. */
export const yesOrNo = leaf<boolean>({ enum: [true, false, "true", "false"] }, (value) => {
  if (value === true || value === "true") return { value: true };
  if (value === false || value === "false") return { value: false };
  const meant = ["yes", "on", "1", "y"].includes(plainText(value).trim().toLowerCase());
  return complain("`true` or `false`", value, `Write \`${meant}\`.`);
});
