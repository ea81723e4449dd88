import { isJsonObject, type Json, type JsonObject } from "../../kinds/json.ts";
import type { Complaint } from "../leaf.ts";
import { oneOf } from "../wording.ts";
import type { SettingPath } from "../yaml/settings-source.ts";
import { guarantees } from "./guarantees.ts";

/** What Synapse asks of an option's value beyond its type. `path` has dots for groups and `[]` for each entry of a list. */
interface Rule {
  readonly path: string;
  /** Whether the value is accepted; a value of the wrong type is reported by `types.ts`. */
  readonly holds: (value: Json, options: JsonObject) => boolean;
  readonly found: string;
  readonly write: string;
}

/** What Synapse 1.163.2 would refuse, or not start with, although each value is of the right type (synapse/config, tried on that version). */
export function unfitValues(options: JsonObject): readonly Complaint[] {
  return rules.flatMap(({ path, holds, found, write }) =>
    placesOf(options, path.split("."), [])
      .filter(({ value }) => !holds(value, options))
      .map((place): Complaint => ({ path: place.path, found, write })),
  );
}

interface Place {
  readonly path: SettingPath;
  readonly value: Json;
}

function placesOf(value: Json, [first, ...rest]: readonly string[], path: SettingPath): readonly Place[] {
  if (first === undefined) return [{ path, value }];
  const [name = "", isList] = first.endsWith("[]") ? [first.slice(0, -2), true] : [first, false];
  if (!isJsonObject(value) || !Object.hasOwn(value, name)) return [];
  const inner = value[name] ?? null;
  if (!isList) return placesOf(inner, rest, [...path, name]);
  if (!Array.isArray(inner)) return [];
  return inner.flatMap((each: Json, index) => placesOf(each, rest, [...path, name, index]));
}

function needs(path: string, ...names: readonly string[]): readonly Rule[] {
  return names.map((name) => ({
    path,
    holds: (value) => !isJsonObject(value) || Object.hasOwn(value, name),
    found: `\`${name}\` is missing`,
    write: `Write \`${name}:\` as well.`,
  }));
}

function text(path: string, pattern: RegExp, expected: string): Rule {
  const holds = (value: Json) => typeof value !== "string" || pattern.test(value);
  return { path, holds, found: `Synapse accepts ${expected} here`, write: `Write ${expected}.` };
}

function choice(path: string, ...words: readonly string[]): Rule {
  return text(path, new RegExp(`^(${words.join("|")})$`), oneOf(words));
}

function number(path: string, from: number, to = Number.MAX_SAFE_INTEGER): Rule {
  const expected = to === Number.MAX_SAFE_INTEGER ? `${from} or more` : `a number from ${from} to ${to}`;
  const holds = (value: Json) => typeof value !== "number" || (value >= from && value <= to);
  return { path, holds, found: `Synapse accepts ${expected} here`, write: `Write ${expected}.` };
}

function entries(path: string, count: number): Rule {
  const holds = (value: Json) => !Array.isArray(value) || value.length === count;
  return { path, holds, found: `Synapse accepts a list of ${count} here`, write: `Write ${count} entries.` };
}

function rule(path: string, holds: Rule["holds"], found: string, write: string): Rule {
  return { path, holds, found, write };
}

/** A duration of Synapse in milliseconds (synapse/config/_base.py, `parse_duration`); null where there is none. */
function milliseconds(value: Json | undefined): number | null {
  if (typeof value === "number") return value;
  const match = typeof value === "string" ? /^(\d+)([smhdwy]?)$/.exec(value) : null;
  const units = { "": 1, s: 1e3, m: 6e4, h: 36e5, d: 864e5, w: 6048e5, y: 31_536e6 };
  return match === null ? null : Number(match[1]) * units[match[2] as keyof typeof units];
}

const positive = (value: Json) => milliseconds(value) !== 0;
const within = (value: Json, name: string): Json | undefined => (isJsonObject(value) ? value[name] : undefined);
const atMostSession = (value: Json, options: JsonObject) =>
  (milliseconds(value) ?? 0) <= (milliseconds(options.session_lifetime) ?? Number.POSITIVE_INFINITY);

function idleIsLonger(presence: Json): boolean {
  const idle = milliseconds(within(presence, "idle_timeout")) ?? 300_000;
  return idle > (milliseconds(within(presence, "last_active_granularity")) ?? 60_000);
}

function isKnownType(value: Json, { user_types }: JsonObject): boolean {
  const extra = within(user_types ?? null, "extra_user_types");
  return typeof value !== "string" || ["support", "bot", ...(Array.isArray(extra) ? extra : [])].includes(value);
}

function isEventType(value: Json): boolean {
  if (Array.isArray(value)) return value.length === 2 && value.every((each) => typeof each === "string");
  return typeof value === "string";
}

const presets = ["private_chat", "public_chat", "trusted_private_chat"] as const;
const webAddress = "an address that begins with `https://` or `http://`";
const rules: readonly Rule[] = [
  ...needs("email", "notif_from"),
  rule(
    "email",
    (value) => !isJsonObject(value) || Object.hasOwn(value, "require_transport_security"),
    `mail could be sent unencrypted; this would break a guarantee: ${guarantees.checked}`,
    "Write `require_transport_security: true` beside it.",
  ),
  text(
    "email.notif_from",
    /^([^<>@",:;\r\n]* <[^\s<>@",:;()]+@[^\s<>@",:;()]+>|[^\s<>@",:;()]+@[^\s<>@",:;()]+)$/,
    "an address such as `Chat <chat@acme.example>`",
  ),
  text("email.invite_client_location", /^https?:\/\//, webAddress),
  text("web_client_location", /^https?:\/\//, webAddress),
  text("user_agent_suffix", /^[ -~]*$/, "plain letters, digits and punctuation of ASCII"),
  ...["alias_creation_rules[]", "room_list_publication_rules[]"].flatMap((each) => [
    ...needs(each, "action"),
    choice(`${each}.action`, "allow", "deny"),
  ]),
  text(
    "auto_join_rooms[]",
    /^#[^\s:\p{C}]+:[a-zA-Z0-9.-]+(:\d{1,5})?$/u,
    "the address of a room, such as `#all:acme.example`",
  ),
  choice("autocreate_auto_join_room_preset", ...presets),
  rule(
    "auto_join_mxid_localpart",
    (value) => typeof value === "string" && /^[a-z0-9._=/+-]+$/.test(value),
    "a member must send the invitations",
    "Write the part of an account's name before the colon, such as `ana`, or delete the line.",
  ),
  entries("gc_thresholds", 3),
  entries("gc_min_interval", 3),
  ...["refreshable_access_token_lifetime", "refresh_token_lifetime", "nonrefreshable_access_token_lifetime"].map(
    (path) => rule(path, atMostSession, "this is longer than `session_lifetime`", "Write at most that."),
  ),
  ...["presence.last_active_granularity", "presence.sync_online_timeout", "max_event_delay_duration"].map((path) =>
    rule(path, positive, "Synapse does not accept a duration of zero here", "Write `1m`, or another duration."),
  ),
  rule(
    "presence",
    idleIsLonger,
    "`idle_timeout` (`5m` when absent) must be longer than `last_active_granularity` (`1m`)",
    "Raise `idle_timeout` or lower `last_active_granularity`.",
  ),
  number("task_scheduler.max_concurrent_tasks", 1),
  number("push_rules.limits.rule_count", 0),
  number("push_rules.limits.rule_id_length", 1),
  number("push_rules.limits.rule_size", 1),
  number("bcrypt_rounds", 12, 31),
  number("experimental_features.msc4140_max_delayed_events_per_user", 0),
  ...needs("thumbnail_sizes[]", "width", "height", "method"),
  ...needs("matrix_rtc.transports[]", "type"),
  rule(
    "matrix_rtc.transports[]",
    (value) =>
      within(value, "type") !== "livekit" || Boolean(within(value, "url") || within(value, "livekit_service_url")),
    "a `livekit` transport has `url` or `livekit_service_url`",
    "Write one of them as well.",
  ),
  ...needs("server_notices", "system_mxid_localpart"),
  rule(
    "account_validity",
    (value) => within(value, "enabled") !== true || within(value, "period") !== undefined,
    "`period` is missing",
    "Write `period:` as well.",
  ),
  rule("user_types.default_user_type", isKnownType, "this type is not among `extra_user_types`", "Add it there."),
  rule(
    "room_invite_state_types",
    (_, options) => !Object.hasOwn(options, "room_prejoin_state"),
    "`room_prejoin_state` says the same in its own way",
    "Delete one of the two.",
  ),
  rule(
    "room_prejoin_state.additional_event_types[]",
    isEventType,
    "Synapse takes an event type here, or a list of type and state key",
    "Write a text such as `m.room.pinned_events`.",
  ),
  rule(
    "default_power_level_content_override",
    (value) => !isJsonObject(value) || Object.keys(value).every((name) => presets.some((each) => each === name)),
    `Synapse knows ${oneOf(presets)} here`,
    "Write one of them above the power levels.",
  ),
  rule(
    "experimental_features.msc3890_enabled",
    (value, { experimental_features }) =>
      value !== true || within(experimental_features ?? null, "msc3391_enabled") === true,
    "this needs `msc3391_enabled`",
    "Write `msc3391_enabled: true` beside it.",
  ),
];
