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

/** The files of an unpacked export that are read; null where there is none (Slack help, "How to read Slack data exports"). */
export interface SlackExport {
  /** `users.json`, or `org_users.json` of Enterprise Grid. */
  readonly users: string;
  /** `channels.json`: public channels. */
  readonly channels: string | null;
  /** `groups.json`: private channels. */
  readonly groups: string | null;
}

/** People and channels of a Slack export (Slack API, "User object" and "Conversation object"). Messages stay there. */
export function importSlack(files: SlackExport, folder: string, server: ServerName): Imported {
  const users = listIn(files.users, folder, "users.json");
  const kept = users.filter((user) => reasonAgainst(user) === null);
  const people = kept.map((user) => personOf(user, server));
  const ids = new Map(kept.map((user, index) => [String(user.id), String(people[index]?.entry.id)]));
  const open = listIn(files.channels, folder, "channels.json").map((channel) => roomOf(channel, ids, "server"));
  const closed = listIn(files.groups, folder, "groups.json").map((channel) => roomOf(channel, ids, "invited"));
  const all = [...open, ...closed];
  const reasons = [...users.map(reasonAgainst), ...all.map(({ reason }) => reason)].filter((reason) => reason !== null);
  return { people, spaces: [], rooms: all.flatMap(({ found }) => found ?? []), left: counted(reasons) };
}

type Fields = Readonly<Record<string, unknown>>;

function listIn(text: string | null, folder: string, name: string): readonly Fields[] {
  const list = text === null ? [] : parseJson(text);
  if (Array.isArray(list)) return list.map(fieldsOf);
  const found = "this is not the list that a Slack export holds";
  throw new SettingsError([
    { file: `${folder}/${name}`, line: null, key: "JSON", found, write: "Unpack the export again." },
  ]);
}

/** Why an account of Slack becomes no member; null when it does. */
function reasonAgainst(user: Fields): string | null {
  if (user.deleted === true) return goneLeftOut;
  if (user.is_bot === true || user.id === "USLACKBOT" || user.is_workflow_bot === true) return "bots";
  if (user.is_restricted === true || user.is_ultra_restricted === true) return guestsLeftOut;
  return null;
}

function personOf(user: Fields, server: ServerName): Found {
  const profile = fieldsOf(user.profile);
  const handle = String(user.name ?? user.id ?? "");
  const name = shownText(profile.real_name) ?? shownText(user.real_name) ?? shownText(profile.display_name) ?? handle;
  const isAdmin = user.is_admin === true || user.is_owner === true;
  const entry = entryOf({
    id: idFrom(handle, server),
    name,
    email: shownText(profile.email),
    role: isAdmin ? "admin" : null,
    contacts: [shownText(profile.phone)].filter((each) => each !== null),
  });
  return { entry, line: null, what: `@${handle}` };
}

function roomOf(
  channel: Fields,
  ids: ReadonlyMap<string, string>,
  join: string,
): { readonly found: Found | null; readonly reason: string | null } {
  const name = String(channel.name ?? channel.id ?? "");
  const members = Array.isArray(channel.members) ? channel.members.flatMap((id) => ids.get(String(id)) ?? []) : [];
  const people = channel.is_general === true ? "everyone" : peopleOf(members, [...ids.values()]);
  if (channel.is_archived === true) return { found: null, reason: "archived channels" };
  if (people === null) return { found: null, reason: "channels without a member" };
  const topic = shownText(fieldsOf(channel.topic).value) ?? shownText(fieldsOf(channel.purpose).value);
  const entry = entryOf({ alias: aliasFrom(name), name: shownText(name), topic, people, join });
  return { found: { entry, line: null, what: `#${name}` }, reason: null };
}
