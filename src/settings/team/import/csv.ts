import { CsvError, type Info, parse } from "csv-parse/sync";
import { SettingsError } from "../../../errors.ts";
import type { ServerName } from "../../../kinds/names.ts";
import { quote } from "../../wording.ts";
import { entryOf, type Found, type Imported, idFrom, shownText } from "./imported.ts";

/** What a column may be called, in small letters without spaces and signs. */
const columns = {
  id: ["id", "userid", "matrixid", "mxid", "username", "user", "login", "account", "handle"],
  name: ["name", "displayname", "fullname", "realname"],
  first: ["firstname", "givenname"],
  last: ["lastname", "surname", "familyname"],
  email: ["email", "emailaddress", "mail", "emails"],
  role: ["role", "roles"],
  teams: ["teams", "team", "department", "departments", "group", "groups"],
  contacts: ["contacts", "contact", "phone", "telephone", "mobile", "phonenumber", "mobilephone"],
} as const;

type Column = keyof typeof columns;

interface Row {
  readonly record: Readonly<Record<string, string>>;
  readonly info: Pick<Info, "lines">;
}

/** People from a table (RFC 4180), separated by commas, semicolons or tabs; the first line names the columns. */
export function importCsv(text: string, file: string, server: ServerName): Imported {
  const rows = rowsOf(text, file);
  const names = Object.keys(rows[0]?.record ?? {});
  const known = new Map(names.flatMap((name) => (columnOf(name) === null ? [] : [[columnOf(name), name] as const])));
  if (!known.has("id") && !known.has("email") && !known.has("name")) throw noColumns(file, names);
  const people = rows.map((row) => personOf(row, known, server));
  const ignored = names.filter((name) => columnOf(name) === null).map((name) => quote(name));
  const left = ignored.length === 0 ? [] : [`Columns that a roster has no place for: ${ignored.join(", ")}.`];
  return { people, spaces: [], rooms: [], left };
}

function rowsOf(text: string, file: string): readonly Row[] {
  try {
    const options = {
      bom: true,
      columns: true,
      info: true,
      skip_empty_lines: true,
      trim: true,
      delimiter: delimiterOf(text),
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

function columnOf(name: string): Column | null {
  const simple = name.toLowerCase().replace(/[^\p{L}]/gu, "");
  const found = Object.entries(columns).find(([, names]) => names.some((each) => each === simple));
  return (found?.[0] as Column | undefined) ?? null;
}

function noColumns(file: string, names: readonly string[]): SettingsError {
  const found =
    names.length === 0
      ? "the table is empty"
      : `no column is called \`id\`, \`name\` or \`email\`, but ${names.slice(0, 8).map(quote).join(", ")}`;
  const write = "Write a first line such as `id,name,email,role,teams,contacts`.";
  return new SettingsError([{ file, line: 1, key: "CSV", found, write }]);
}

function personOf({ record, info }: Row, known: ReadonlyMap<Column | null, string>, server: ServerName): Found {
  const cell = (column: Column) => shownText(record[known.get(column) ?? ""] ?? "");
  const several = (column: Column) =>
    (cell(column) ?? "")
      .split(/[;,|]/)
      .map((each) => each.trim())
      .filter((each) => each !== "");
  const name = cell("name") ?? shownText(`${cell("first") ?? ""} ${cell("last") ?? ""}`);
  const email = cell("email");
  const from = cell("id") ?? email?.split("@")[0] ?? name ?? "";
  const id = from.startsWith("@") && from.includes(":") ? from : idFrom(from, server);
  const entry = entryOf({
    id,
    name: name ?? from,
    email,
    role: cell("role")?.toLowerCase(),
    teams: several("teams"),
    contacts: several("contacts"),
  });
  return { entry, line: info.lines, what: name ?? from };
}
