import type { Readable } from "node:stream";

/** One row: its columns as text, null where there is no value. */
export type Row = readonly (string | null)[];

/** The rows of what `COPY … TO STDOUT` says, as it comes. */
export async function* rowsIn(output: Readable): AsyncGenerator<Row> {
  let rest = "";
  for await (const chunk of output.setEncoding("utf8").iterator({ destroyOnReturn: false })) {
    const lines = `${rest}${chunk}`.split("\n"); // and at nothing else: other ends of lines may be part of a value
    rest = lines.pop() ?? "";
    for (const line of lines) yield rowFrom(line);
  }
}

/** The row that one line of it says. */
export function rowFrom(line: string): Row {
  return line.split("\t").map(textOf);
}

/** How COPY writes what would be taken for something else (PostgreSQL manual, "COPY", text format). */
const escapes: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" };

function textOf(written: string): string | null {
  if (written === String.raw`\N`) return null;
  return !written.includes("\\")
    ? written
    : written.replace(/\\(.)/g, (_, letter: string) => escapes[letter] ?? letter);
}
