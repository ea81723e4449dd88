import { stripVTControlCharacters } from "node:util";
import type { ShownLine } from "../../actions/journal/read.ts";
import type { Deed } from "../../operations/journal/entry.ts";
import { describeFinding } from "../../operations/journal/finding.ts";
import type { Verified } from "../../operations/journal/verify.ts";
import { columns } from "../../render/columns.ts";

/** The result of verifying a whole journal, as text. */
export function showVerified(path: string, found: Verified): string {
  const { findings, last, torn } = found;
  return [
    `${path}: ${extent(found)}`,
    ...(findings.length === 0 ? [verdict(found)] : ["It was changed after it was written:"]),
    ...findings.map((finding) => `  ${describeFinding(finding)}`),
    ...torn.map(
      (line) =>
        `  line ${line} is incomplete: the process that wrote it was killed. This does not mean that the journal was changed.`,
    ),
    ...(last === null ? [] : [`The last entry is ${last.number}, SHA-256 ${last.sha256}`]),
    ...(findings.length === 0 || last === null
      ? []
      : ["Compare it with a copy or a hash that you stored elsewhere. Find out who had write access to its folder."]),
  ].join("\n");
}

function extent({ lines, before, from, to }: Verified): string {
  const counted = lines === 1 ? "1 line" : `${lines} lines`;
  const times = from === null || to === null ? "" : `, from ${shownTime(from)} to ${shownTime(to)}`;
  const old = before === 0 ? "" : `; ${before} of them were written before the chain began`;
  return `${counted}${times}${old}`;
}

function verdict({ last }: Verified): string {
  return last === null
    ? "It has no hash chain yet. The next command that changes something begins one."
    : "No line was changed, and none is missing.";
}

/** The last lines of a journal, as a table. */
export function showLines(path: string, lines: readonly ShownLine[]): string {
  if (lines.length === 0) return `${path} is empty.`;
  return columns([
    ["WHEN", "WHO", "COMMAND", "OUTCOME", "WHAT"],
    ...lines.map(({ line, deed }) => (deed === null ? ["", "", "", "", `line ${line} cannot be read`] : rowOf(deed))),
  ]).join("\n");
}

function rowOf(deed: Deed): readonly string[] {
  const { who, time, command, step, about, outcome, error } = deed;
  const details = Object.entries(about).map(
    ([key, value]) => `${key}=${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  const said = [...(step === command ? [] : [step]), ...details].join(" ");
  const what = said === "" ? step : said;
  const why = error === null ? what : `${what}: ${error}`;
  return [shownTime(time), who === "" ? "-" : who, command, outcome, why].map(onOneLine);
}

function shownTime(time: string): string {
  return `${time.slice(0, 19).replace("T", " ")} UTC`;
}

/** What a journal holds is others' words: names, and the messages of programs. */
function onOneLine(text: string): string {
  return stripVTControlCharacters(text)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ")
    .trim();
}
