import { Readable } from "node:stream";
import fc from "fast-check";
import { expect, it } from "vitest";
import { type Row, rowsIn } from "../../../src/io/postgres/rows.ts";

/** As Postgres writes a row (PostgreSQL manual, "COPY", text format). */
function written(row: Row): string {
  const value = (text: string | null) =>
    text === null
      ? "\\N"
      : text.replace(
          /[\\\b\f\n\r\t\v]/g,
          (letter) => `\\${{ "\\": "\\", "\b": "b", "\f": "f", "\n": "n", "\r": "r", "\t": "t", "\v": "v" }[letter]}`,
        );
  return `${row.map(value).join("\t")}\n`;
}

it("rows are read as they were written, wherever the stream was cut", async () => {
  const value = fc.option(
    fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("\\N", "\u2028", "a\r\nb", "\\", "\t", "")),
  );
  const table = fc.array(fc.array(value, { minLength: 1, maxLength: 4 }), { maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(table, fc.integer({ min: 1, max: 30 }), async (rows, size) => {
      const bytes = Buffer.from(rows.map(written).join(""));
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
        bytes.subarray(i * size, (i + 1) * size),
      );
      expect(await Array.fromAsync(rowsIn(Readable.from(chunks, { objectMode: false })))).toEqual(
        rows.map((row) => row.map((text) => text?.toWellFormed() ?? null)),
      );
    }),
    { numRuns: 40 },
  );
});
