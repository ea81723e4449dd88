import { CsvError, type Info, parse } from "csv-parse/sync";
import { SettingsError } from "../../../errors.ts";
import type { ServerName } from "../../../kinds/names.ts";
import { quote } from "../../wording.ts";
import { type Column, columnsFor, isAdminStatus, isKnown, reasonAgainstStatus } from "./columns.ts";
import { counted, entryOf, type Found, type Imported, idFrom, shownText } from "./imported.ts";

interface Row {
  readonly record: Readonly<Record<string, string>>;
  readonly info: Pick<Info, "lines">;
}

/** People from a table (RFC 4180), separated by commas, semicolons or tabs; the first line names the columns. */
export function importCsv(text: string, file: string, server: ServerName): Imported {
  const rows = rowsOf(text, file);
  const names = Object.keys(rows[0]?.record ?? {});
  if ((["id", "email", "name"] as const).every((column) => columnsFor(column, names).length === 0))
    throw noColumns(file, names);
  const reasons = rows.map((row) => reasonAgainstStatus(cellOf(row, "status")));
  const people = rows.flatMap((row, at) => (reasons[at] === null ? [personOf(row, server)] : []));
  const ignored = names.filter((name) => !isKnown(name)).map((name) => quote(name));
  const left = ignored.length === 0 ? [] : [`Columns that a roster has no place for: ${ignored.join(", ")}.`];
  return { people, spaces: [], rooms: [], left: [...counted(reasons.filter((each) => each !== null)), ...left] };
}

function rowsOf(text: string, file: string): readonly Row[] {
  const named = /^\ufeff?sep=(.)\r?\n/i.exec(text)?.[1]; // a line for Excel alone
  try {
    const options = {
      bom: true,
      columns: true,
      info: true,
      skip_empty_lines: true,
      trim: true,
      delimiter: named ?? delimiterOf(text),
      from_line: named === undefined ? 1 : 2,
      max_record_size: 100_000,
    };
    return parse<Row>(text, options as never);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === "number" ? error.lines : null;
    throw new SettingsError([
      {
        file,
        line,
        key: "CSV",
        found: `the table cannot be read (${error.message})`,
        write: "Save it again as CSV, with the names of the columns in the first line.",
      },
    ]);
  }
}

/** The one that separates the most names of columns. */
function delimiterOf(text: string): string {
  const first = text.slice(0, 10_000).split(/\r?\n|\r/)[0] ?? "";
  const counts = [",", ";", "\t"].map((sign) => ({ sign, count: first.split(sign).length }));
  return counts.toSorted((a, b) => b.count - a.count)[0]?.sign ?? ",";
}

function noColumns(file: string, names: readonly string[]): SettingsError {
  const found =
    names.length === 0
      ? "the table is empty"
      : `no column is called \`id\`, \`name\` or \`email\`, but ${names.slice(0, 8).map(quote).join(", ")}`;
  const write = "Write a first line such as `id,name,email,role,teams,contacts`.";
  return new SettingsError([{ file, line: 1, key: "CSV", found, write }]);
}

/** The first that holds something, of the columns with that meaning. */
function cellOf({ record }: Row, column: Column): string | null {
  const cells = columnsFor(column, Object.keys(record)).map((name) => shownText(record[name] ?? ""));
  return cells.find((cell) => cell !== null) ?? null;
}

function personOf(row: Row, server: ServerName): Found {
  const cell = (column: Column) => cellOf(row, column);
  const several = (column: Column) =>
    (cell(column) ?? "")
      .split(/[;,|]/)
      .map((each) => each.trim())
      .filter((each) => each !== "");
  const name = cell("name") ?? shownText(`${cell("first") ?? ""} ${cell("last") ?? ""}`);
  const email = cell("email");
  const from = cell("id") ?? email?.split("@")[0] ?? name ?? "";
  const id = from.startsWith("@") && from.includes(":") ? from : idFrom(from, server);
  const role = cell("role")?.toLowerCase() ?? (isAdminStatus(cell("status")) ? "admin" : null);
  const lists = { teams: several("teams"), contacts: several("contacts") };
  return {
    entry: entryOf({ id, name: name ?? from, email, role, ...lists }),
    line: row.info.lines,
    what: name ?? from,
  };
}
