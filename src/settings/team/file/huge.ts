import type { Problem } from "../../../errors.ts";

/** No roster comes near this: a thousand members are 200,000 characters. More is an accident or an attack. */
const longestFile = 2_000_000;

/** A roster has five levels; the parser calls itself for each, so depth is measured before it runs. */
const deepest = 50;

/** Brackets in names and topics count too. */
const mostOpen = 500;

/** A file that is too long or too deep to be read. */
export function refuseHuge(text: string, file: string): readonly Problem[] {
  if (text.length > longestFile) {
    const found = `the file has ${text.length} characters`;
    return [{ file, line: null, key: "YAML", found, write: `Shorten it: a roster has at most ${longestFile}.` }];
  }
  const line = deepLine(text);
  if (line === null) return [];
  return [
    {
      file,
      line,
      key: "YAML",
      found: "this is nested too deeply",
      write: "Keep to the levels of templates/team.yaml.",
    },
  ];
}

/** The first line that stands too deep: by its indent, by dashes on one line, or by brackets that are still open. */
function deepLine(text: string): number | null {
  let open = 0;
  for (const [index, line] of text.split("\n").entries()) {
    const lead = /^[ ?:-]*/.exec(line)?.[0] ?? "";
    open = Math.max(0, open + count(line, /[[{]/g) - count(line, /[\]}]/g));
    if (lead.length > deepest * 4 || lead.replaceAll(" ", "").length > deepest || open > mostOpen) return index + 1;
  }
  return null;
}

function count(line: string, pattern: RegExp): number {
  return line.match(pattern)?.length ?? 0;
}
