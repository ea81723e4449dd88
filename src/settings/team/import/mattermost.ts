import { SettingsError } from "../../../errors.ts";
import { fieldsOf, parseJson } from "../../../kinds/json.ts";
import type { ServerName } from "../../../kinds/names.ts";
import {
  aliasFrom,
  counted,
  entryOf,
  type Found,
  goneLeftOut,
  guestsLeftOut,
  type Imported,
  idFrom,
  peopleOf,
  shownText,
} from "./imported.ts";

type Fields = Readonly<Record<string, unknown>>;

interface Line {
  readonly type: string;
  readonly fields: Fields;
  readonly line: number;
}

const read = ["version", "team", "channel", "user"];

/**
 * Teams, channels and people of a Mattermost bulk export, a JSON object in each line (Mattermost documentation, "Bulk loading data
 * format"). A team becomes a space and a name in `teams`. Messages stay there.
 */
export function importMattermost(text: string, file: string, server: ServerName): Imported {
  const lines = linesOf(text, file);
  const of = (type: string) => lines.filter((line) => line.type === type);
  const users = of("user");
  const kept = users.filter(({ fields }) => reasonAgainst(fields) === null);
  const people = kept.map((line) => personOf(line, server));
  const ids = people.map(({ entry }) => String(entry.id));
  const members = membersIn(kept, ids);
  const channels = of("channel").map((line) => roomOf(line, members, ids, of("channel")));
  const reasons = [...users.map(({ fields }) => reasonAgainst(fields)), ...channels.map(({ reason }) => reason)].filter(
    (each) => each !== null,
  );
  const rooms = channels.flatMap(({ found }) => found ?? []);
  return {
    people,
    spaces: of("team").flatMap((line) => spaceOf(line, members, ids, channels)),
    rooms,
    left: counted(reasons),
  };
}

function linesOf(text: string, file: string): readonly Line[] {
  const lines = text.split("\n").flatMap((row, index): readonly Line[] => {
    const kind = /^\s*\{\s*"type"\s*:\s*"([a-z_]+)"/.exec(row.slice(0, 200))?.[1];
    if (kind !== undefined && !read.includes(kind)) return []; // a message may be long
    const object = row.trim() === "" ? {} : fieldsOf(parseJson(row));
    const type = typeof object.type === "string" ? object.type : null;
    return type !== null && read.includes(type) ? [{ type, fields: fieldsOf(object[type]), line: index + 1 }] : [];
  });
  if (lines[0]?.type === "version") return lines;
  const found = 'the first line is not `{"type":"version","version":1}`, with which each bulk export begins';
  throw new SettingsError([
    {
      file,
      line: 1,
      key: "JSON",
      found,
      write: "Name the `.jsonl` file of the export: unpack it first if it is a ZIP file.",
    },
  ]);
}

function reasonAgainst(user: Fields): string | null {
  if (typeof user.delete_at === "number" && user.delete_at > 0) return goneLeftOut;
  if (rolesOf(user).includes("system_guest")) return guestsLeftOut;
  return null;
}

function rolesOf(user: Fields): readonly string[] {
  return typeof user.roles === "string" ? user.roles.split(/[\s,]+/) : [];
}

function personOf({ fields: user, line }: Line, server: ServerName): Found {
  const handle = String(user.username ?? "");
  const whole = shownText(`${shownText(user.first_name) ?? ""} ${shownText(user.last_name) ?? ""}`);
  const entry = entryOf({
    id: idFrom(handle, server),
    name: whole ?? shownText(user.nickname) ?? handle,
    email: shownText(user.email),
    role: rolesOf(user).includes("system_admin") ? "admin" : null,
    teams: teamsIn(user).map(({ name }) => name),
  });
  return { entry, line, what: `@${handle}` };
}

function teamsIn(user: Fields): readonly { readonly name: string; readonly channels: readonly string[] }[] {
  return listOf(user.teams).map((team) => ({
    name: String(team.name ?? ""),
    channels: listOf(team.channels).map((channel) => String(channel.name ?? "")),
  }));
}

function listOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.map(fieldsOf) : [];
}

/** Who is in each team, and in each channel of a team. */
interface Members {
  readonly teams: ReadonlyMap<string, readonly string[]>;
  readonly channels: ReadonlyMap<string, readonly string[]>;
}

function membersIn(users: readonly Line[], ids: readonly string[]): Members {
  const [teams, channels] = [new Map<string, string[]>(), new Map<string, string[]>()];
  const add = (map: Map<string, string[]>, key: string, id: string) => map.set(key, [...(map.get(key) ?? []), id]);
  for (const [index, { fields }] of users.entries()) {
    for (const team of teamsIn(fields)) {
      add(teams, team.name, ids[index] ?? "");
      for (const channel of team.channels) add(channels, `${team.name}/${channel}`, ids[index] ?? "");
    }
  }
  return { teams, channels };
}

interface Channel {
  readonly team: string;
  readonly found: Found | null;
  readonly reason: string | null;
}

function roomOf(
  { fields: channel, line }: Line,
  members: Members,
  ids: readonly string[],
  all: readonly Line[],
): Channel {
  const [team, name] = [String(channel.team ?? ""), String(channel.name ?? "")];
  const people = peopleOf(members.channels.get(`${team}/${name}`) ?? [], ids, members.teams);
  if (typeof channel.deleted_at === "number" && channel.deleted_at > 0)
    return { team, found: null, reason: "archived channels" };
  if (people === null) return { team, found: null, reason: "channels without a member" };
  const isAlone = all.filter(({ fields }) => fields.name === channel.name).length === 1;
  const entry = entryOf({
    alias: aliasFrom(isAlone ? name : `${team}-${name}`),
    name: shownText(channel.display_name) ?? name,
    topic: shownText(channel.purpose) ?? shownText(channel.header),
    people,
    join: channel.type === "O" ? "space" : "invited",
  });
  return { team, found: { entry, line, what: `${team}/${name}` }, reason: null };
}

function spaceOf(
  { fields: team, line }: Line,
  members: Members,
  ids: readonly string[],
  channels: readonly Channel[],
): readonly Found[] {
  const name = String(team.name ?? "");
  const people = peopleOf(members.teams.get(name) ?? [], ids, members.teams);
  if (people === null) return [];
  const held = channels.filter((channel) => channel.team === name).flatMap(({ found }) => found?.entry.alias ?? []);
  const taken = channels.some(({ found }) => found?.entry.alias === aliasFrom(name));
  const entry = entryOf({
    alias: taken ? `${aliasFrom(name)}-space` : aliasFrom(name),
    name: shownText(team.display_name) ?? name,
    topic: shownText(team.description),
    people,
    rooms: held,
  });
  return [{ entry, line, what: name }];
}
