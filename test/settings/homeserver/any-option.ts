import fc from "fast-check";
import type { Json, JsonObject } from "../../../src/kinds/json.ts";
import { isClosed } from "../../../src/settings/homeserver/guarantees.ts";
import { guards } from "../../../src/settings/homeserver/guarded-options.ts";
import { homeserverOptions, type OptionType } from "../../../src/settings/homeserver/options.ts";
import { nastyText } from "../nasty-text.ts";

const closed = new Set(guards.filter(isClosed).map(({ path }) => path));
const amount = (units: string) =>
  fc.oneof(
    fc.integer({ min: 0, max: 1e9 }),
    fc.tuple(fc.integer({ min: 0, max: 9_999 }), fc.constantFrom(...units.split(","))).map((parts) => parts.join("")),
  );

const anything: fc.Arbitrary<Json> = fc.oneof(
  { depthSize: "small" },
  nastyText,
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
  fc.array(nastyText, { maxLength: 3 }),
  fc.dictionary(nastyText, fc.oneof(nastyText, fc.integer(), fc.boolean()), { maxKeys: 3, noNullPrototype: true }),
);

const words: Readonly<Record<string, fc.Arbitrary<Json>>> = {
  any: anything,
  null: fc.constant(null),
  boolean: fc.boolean(),
  integer: fc.oneof(fc.nat(100), fc.integer({ min: -5, max: 2 ** 53 - 1 })),
  number: fc.oneof(
    fc.nat(100),
    fc.double({ min: -1, max: 1e15, noNaN: true }),
    fc.constantFrom(1e-7, 0.1, 1e21, 5e-324),
  ),
  string: nastyText,
  array: fc.array(anything, { maxLength: 3 }),
  object: fc.dictionary(nastyText, anything, { maxKeys: 3, noNullPrototype: true }),
  duration: amount(",s,m,h,d,w,y"),
  size: amount(",K,M,G,T"),
};

/** Values for one option by its type, legal in form alone: our own parser says which of them are accepted. */
function valueOfType(path: string, type: OptionType): fc.Arbitrary<Json> {
  const special = specials[path];
  const { allow, atMost } = guards.find((guard) => guard.path === path) ?? {};
  if (allow !== undefined) return fc.constantFrom(...allow);
  if (atMost !== undefined) return fc.constantFrom(atMost, atMost / 2, 0);
  const ordinary = ordinaryValue(path, type);
  if (path === "default_room_version") return fc.constantFrom("9", "10", "11", "12"); // what Synapse knows, it alone says
  return special === undefined
    ? ordinary
    : fc.oneof({ weight: 5, arbitrary: special }, { weight: 1, arbitrary: ordinary });
}

function ordinaryValue(path: string, type: OptionType): fc.Arbitrary<Json> {
  if (typeof type === "string") return fc.oneof(...type.split("|").map((word) => words[word] ?? anything));
  if (isList(type)) return fc.array(valueOfType(`${path}[]`, type[0] ?? "any"), { maxLength: 4 });
  const named = Object.entries(type).filter(([name]) => name !== "*" && !closed.has(`${path}.${name}`));
  const known = fc.record(
    Object.fromEntries(named.map(([name, each]) => [name, valueOfType(`${path}.${name}`, each)])),
    {
      requiredKeys: needed[path] ?? [],
    },
  );
  const rest = type["*"];
  if (rest === undefined) return known;
  const others = fc.dictionary(nastyText, valueOfType(`${path}.*`, rest), { maxKeys: 3, noNullPrototype: true });
  return fc.tuple(others, known).map(([one, other]) => ({ ...one, ...other }));
}

function isList(type: Exclude<OptionType, string>): type is readonly OptionType[] {
  return Array.isArray(type);
}

/** Where a value of the right type is hardly ever the right value. */
const specials: Readonly<Record<string, fc.Arbitrary<Json>>> = {
  auto_join_rooms: fc.uniqueArray(
    fc.nat(99).map((number) => `#room-${number}:acme.example`),
    { maxLength: 3 },
  ),
  auto_join_mxid_localpart: fc.constantFrom("ana", "yes", "0", "null"),
  autocreate_auto_join_room_preset: fc.constantFrom("private_chat", "public_chat", "trusted_private_chat"),
  bcrypt_rounds: fc.integer({ min: 12, max: 31 }),
  gc_thresholds: fc.constantFrom([700, 10, 10], null),
  gc_min_interval: fc.constantFrom(["1s", "1m", "2m"], [1, 2, 3]),
  web_client_location: fc.constantFrom("https://chat.example/", "http://chat.example/?a=yes#off", null),
  user_agent_suffix: fc.constantFrom("yes", "(ours)", "0x10", null),
  "email.notif_from": fc.constantFrom("chat@acme.example", "Your Chat <chat@acme.example>", "%(app)s <a@b.example>"),
  "email.invite_client_location": fc.constantFrom("https://chat.example", null),
  "alias_creation_rules[].action": fc.constantFrom("allow", "deny"),
  "room_list_publication_rules[].action": fc.constantFrom("allow", "deny"),
  "thumbnail_sizes[].method": fc.constantFrom("crop", "scale"),
  "matrix_rtc.transports[].type": fc.constantFrom("livekit", "yes"),
  "matrix_rtc.transports[].url": fc.constantFrom("wss://sfu.acme.example"),
  "room_prejoin_state.additional_event_types[]": fc.constantFrom("m.room.pinned_events", ["m.x", ""]),
  default_power_level_content_override: fc.dictionary(
    fc.constantFrom("private_chat", "public_chat"),
    fc.record({ users_default: fc.integer(), events: fc.dictionary(nastyText, fc.integer(), { maxKeys: 2 }) }),
  ),
  "user_types.default_user_type": fc.constantFrom("support", "bot", null),
  "experimental_features.msc3391_enabled": fc.constant(true),
};

const needed: Readonly<Record<string, string[]>> = {
  email: ["notif_from", "require_transport_security"],
  server_notices: ["system_mxid_localpart"],
  account_validity: ["period"],
  "alias_creation_rules[]": ["action"],
  "room_list_publication_rules[]": ["action"],
  "thumbnail_sizes[]": ["width", "height", "method"],
  "matrix_rtc.transports[]": ["type", "url"],
};

const options = Object.entries(homeserverOptions).filter(([name]) => !closed.has(name));

/** The value of one option, by its name. */
export const anyOption: Readonly<Record<string, fc.Arbitrary<Json>>> = Object.fromEntries(
  options.map(([name, type]) => [name, valueOfType(name, type)]),
);

/** A few options at once. */
export const anyOptions: fc.Arbitrary<JsonObject> = fc
  .uniqueArray(fc.constantFrom(...Object.keys(anyOption)), { minLength: 1, maxLength: 8 })
  .chain((names) => fc.record(Object.fromEntries(names.map((name) => [name, anyOption[name] ?? anything]))));

/** One option against a promise, with a value that keeps it or not. */
const hostile = fc.constantFrom(...guards).chain(({ path, allow = [] }) => {
  const value = fc.oneof(fc.constantFrom<Json>(...allow, null, true, false, [], {}, "true", 0), nastyText);
  return value.map((each): JsonObject => nested(path, each));
});

/** Whatever someone may write into the escape hatch, refused or not. */
export const anyHatch: fc.Arbitrary<JsonObject> = fc
  .tuple(anyOptions, fc.array(hostile, { maxLength: 1 }))
  .map(([options, extra]): JsonObject => Object.assign({}, options, ...extra));

/** A value below a path with dots. */
export function nested(path: string, value: Json): JsonObject {
  const [first = "", ...rest] = path.split(".");
  return { [first]: rest.reduceRight<Json>((inner, name) => ({ [name]: inner }), value) };
}
