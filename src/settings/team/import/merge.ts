import { type Problem, SettingsError } from "../../../errors.ts";
import type { RosterGrounds } from "../draft.ts";
import { appendTo, type Entry } from "../edit/append.ts";
import { emptyRosterText } from "../edit/new-roster.ts";
import { memberFields, roomFields, spaceFields } from "../fields/definitions.ts";
import { type Fields, readFields } from "../read-fields.ts";
import { readRoster } from "../read-roster.ts";
import type { Found, Imported } from "./imported.ts";

/** A roster with what was imported. */
export interface Merged {
  readonly text: string;
  readonly added: { readonly members: number; readonly spaces: number; readonly rooms: number };
  /** How many of those that were found the roster had already. */
  readonly known: number;
}

/** Where the import comes from, where it goes, and who becomes an administrator. */
interface Merging {
  readonly source: string;
  readonly roster: string;
  readonly settings: RosterGrounds;
  readonly admins: readonly string[];
}

/** Adds to a roster what it does not have yet; null is one that is not there yet. Throws a SettingsError with everything that a roster cannot take. */
export function mergeImport(text: string | null, imported: Imported, merging: Merging): Merged {
  const { settings, roster: file } = merging;
  const before = text ?? emptyRosterText;
  const there = text === null ? null : readRoster(text, file, settings);
  const people = withAdmins(imported.people, merging);
  refuse([
    ...problemsOf(people, memberFields(settings.serverName), merging),
    ...problemsOf(imported.spaces, spaceFields(settings.serverName), merging),
    ...problemsOf(imported.rooms, roomFields(settings.serverName), merging),
    ...twice(people, merging),
  ]);
  const emails = new Set(there?.members.flatMap(({ email }) => email?.toLowerCase() ?? []));
  const ids = new Set<unknown>(there?.members.map(({ id }) => id));
  const aliases = new Set<unknown>([...(there?.spaces ?? []), ...(there?.rooms ?? [])].map(({ alias }) => alias));
  const members = entriesOf(people).filter(
    ({ id, email }) => !ids.has(id) && !emails.has(String(email ?? "").toLowerCase()),
  );
  const spaces = entriesOf(imported.spaces).filter(({ alias }) => !aliases.has(alias));
  const rooms = entriesOf(imported.rooms).filter(({ alias }) => !aliases.has(alias));
  const merged = appendTo(appendTo(appendTo(before, "members", members), "spaces", spaces), "rooms", rooms);
  checkWhole(merged, merging);
  const added = { members: members.length, spaces: spaces.length, rooms: rooms.length };
  const found = people.length + imported.spaces.length + imported.rooms.length;
  return { text: merged, added, known: found - added.members - added.spaces - added.rooms };
}

function entriesOf(found: readonly Found[]): readonly Entry[] {
  return found.map(({ entry }) => entry);
}

function withAdmins(people: readonly Found[], { admins, source }: Merging): readonly Found[] {
  const named = new Set(admins);
  const isNamed = ({ entry }: Found) =>
    named.has(String(entry.id)) || named.has(String(entry.id).slice(1).split(":")[0] ?? "");
  const count = people.filter(isNamed).length;
  if (named.size > 0 && count < named.size) {
    const found = `of ${[...named].map((name) => `\`${name}\``).join(", ")}, ${count} are among the people of ${source}`;
    refuse([{ file: null, line: null, key: "--admin", found, write: "Name them by their user name or user ID." }]);
  }
  return people.map((person) => (isNamed(person) ? { ...person, entry: { ...person.entry, role: "admin" } } : person));
}

function problemsOf(found: readonly Found[], fields: Fields, { source }: Merging): readonly Problem[] {
  return found.flatMap(({ entry, line, what }) =>
    readFields(fields, entry, []).complaints.map(({ path, found: said, write }) => ({
      ...{ file: source, line, key: `${what === "" ? "a person" : what}, ${path.join(".")}`, found: said, write },
    })),
  );
}

function twice(people: readonly Found[], { source }: Merging): readonly Problem[] {
  const seen = new Map<unknown, string>();
  return people.flatMap(({ entry, line, what }) => {
    const first = seen.get(entry.id);
    seen.set(entry.id, first ?? what);
    const found = `\`${entry.id}\` would be the user ID of \`${first}\` too`;
    return first === undefined
      ? []
      : [{ file: source, line, key: what, found, write: "Give one of them another user name." }];
  });
}

/** What only the whole roster shows, such as that no member is an administrator. It is not written yet, so no line can be named. */
function checkWhole(text: string, { source, settings, admins }: Merging): void {
  try {
    readRoster(text, source, settings);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    const asked = "Name at least one of them with --admin, such as `--admin ana`.";
    const needsAdmin = ({ found }: Problem) => admins.length === 0 && found === "no member has the role `admin`";
    refuse(
      error.problems.map(({ column: _, ...problem }) => ({
        ...problem,
        line: null,
        write: needsAdmin(problem) ? asked : problem.write,
      })),
    );
  }
}

function refuse(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new SettingsError(problems);
}
