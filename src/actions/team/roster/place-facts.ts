import type { RoomState } from "../../../io/synapse/rooms.ts";
import { type Duration, formatDuration } from "../../../kinds/duration.ts";
import { fieldsOf } from "../../../kinds/json.ts";
import { shownText } from "../../../settings/team/import/imported.ts";

/** What a room's state says of what a roster can say. */
export interface PlaceFacts {
  readonly room: string;
  readonly alias: string;
  readonly space: boolean;
  readonly name: string | null;
  readonly topic: string | null;
  /** The join rule's word, and the rooms whose members may join. */
  readonly rule: string;
  readonly allowed: readonly string[];
  readonly encrypted: boolean;
  /** `world_readable` too. */
  readonly history: string;
  /** In words, such as `90 days`; null where none is set. */
  readonly retention: string | null;
  readonly joined: readonly string[];
  /** Those in it, or invited, whose accounts are on other servers. */
  readonly others: readonly string[];
  /** Room IDs. */
  readonly children: readonly string[];
  /** Infinite for a creator of room version 12 or newer (Matrix spec, room version 12). */
  powerOf(user: string): number;
}

/** Reads the facts from all of a room's state (client-server API, "Room events"). */
export function placeFacts(room: string, alias: string, state: readonly RoomState[]): PlaceFacts {
  const content = (type: string) => fieldsOf(state.find((event) => event.type === type && event.key === "")?.content);
  const members = state.filter(({ type }) => type === "m.room.member");
  const by = (...memberships: readonly string[]) =>
    members.filter((event) => memberships.includes(String(fieldsOf(event.content).membership))).map(({ key }) => key);
  const [server, rules] = [alias.slice(alias.indexOf(":")), content("m.room.join_rules")];
  return {
    ...{ room, alias: alias.slice(1, alias.indexOf(":")) },
    space: content("m.room.create").type === "m.space",
    name: shownText(content("m.room.name").name),
    topic: topicOf(content("m.room.topic").topic),
    rule: typeof rules.join_rule === "string" ? rules.join_rule : "invite",
    allowed: Array.isArray(rules.allow) ? rules.allow.map((each) => String(fieldsOf(each).room_id)) : [],
    encrypted: content("m.room.encryption").algorithm !== undefined,
    history: historyOf(content("m.room.history_visibility").history_visibility),
    retention: retentionOf(content("m.room.retention").max_lifetime),
    joined: by("join"),
    others: by("join", "invite").filter((user) => !user.endsWith(server)),
    children: state
      .filter(({ type, content }) => type === "m.space.child" && Array.isArray(fieldsOf(content).via))
      .map(({ key }) => key),
    powerOf: powersIn(state, content("m.room.power_levels")),
  };
}

/** A topic may have several lines. */
function topicOf(topic: unknown): string | null {
  return typeof topic === "string" && topic.trim() !== "" ? topic.trim() : null;
}

function historyOf(visibility: unknown): string {
  return typeof visibility === "string" ? visibility : "shared";
}

/** At least a day, which is the least that a roster takes. */
function retentionOf(lifetime: unknown): string | null {
  return typeof lifetime === "number" && lifetime >= 86_400_000
    ? formatDuration((lifetime - (lifetime % 3_600_000)) as Duration)
    : null;
}

function powersIn(state: readonly RoomState[], levels: Readonly<Record<string, unknown>>): (user: string) => number {
  const event = state.find(({ type, key }) => type === "m.room.create" && key === "");
  const creation = fieldsOf(event?.content);
  const further = Array.isArray(creation.additional_creators) ? creation.additional_creators : [];
  const creators = Number(creation.room_version) >= 12 ? new Set([event?.sender, ...further]) : new Set();
  const users = fieldsOf(levels.users);
  return (user) =>
    creators.has(user)
      ? Number.POSITIVE_INFINITY
      : Number((Object.hasOwn(users, user) ? users[user] : levels.users_default) ?? 0);
}
