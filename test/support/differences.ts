import { createHash } from "node:crypto";
import { diff } from "node:util";

/** One place where two texts differ; lines count from 1, and nothing left out or added stands behind `line`. */
interface Hunk {
  readonly line: number;
  readonly out: readonly string[];
  readonly in: readonly string[];
}

/**
 * What has to be done to one text to have another: a unified diff without context (diffutils, "Detailed Description of Unified
 * Format"). Empty where they are equal, and different wherever the second text is.
 */
export function differences(from: string, to: string): string {
  return hunksOf(from.split("\n"), to.split("\n"))
    .flatMap(({ line, out, in: added }) => [
      `@@ line ${line}: ${out.length} out, ${added.length} in`,
      ...out.map((each) => `-${short(each)}`),
      ...added.map((each) => `+${short(each)}`),
    ])
    .join("\n");
}

function hunksOf(from: readonly string[], to: readonly string[]): readonly Hunk[] {
  const hunks: { line: number; out: string[]; in: string[] }[] = [];
  let line = 1;
  let open = false;
  for (const [sign, text] of diff([...from], [...to])) {
    if (sign !== 0 && !open) hunks.push({ line, out: [], in: [] });
    open = sign !== 0;
    if (sign === 1) hunks.at(-1)?.out.push(text);
    if (sign === -1) hunks.at(-1)?.in.push(text);
    if (sign !== -1) line += 1;
  }
  return hunks;
}

/** No one reads the drawing of a QR code; its digest changes with it. */
function short(line: string): string {
  if (line.length <= 1_000) return line;
  return `${line.slice(0, 60)} … ${line.length} characters, SHA-256 ${createHash("sha256").update(line).digest("hex")}`;
}
