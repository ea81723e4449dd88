import { isJsonObject, type Json, type JsonObject } from "../../kinds/json.ts";
import { type Complaint, complain, leaf, type Reading } from "../leaf.ts";
import { nearest } from "../nearest.ts";
import { guarantees, isClosed } from "./guarantees.ts";
import { brokenPromises, isAmong } from "./guard.ts";
import { guards } from "./guarded-options.ts";
import { homeserverOptionNames, homeserverOptions, type OptionType } from "./options.ts";
import { unfitValues } from "./rules.ts";
import { schemaOfOption } from "./schema.ts";
import { fitValue } from "./types.ts";

const deepest = 20;

const json: JsonObject = {
  type: "object",
  properties: Object.fromEntries(openOptions().map(([name, type]) => [name, schemaOfOption(name, type)])),
  additionalProperties: false,
};

/** The escape hatch: further options for homeserver.yaml, by their names there. */
export const homeserver = leaf<JsonObject>(json, (value) => {
  if (depth(value) > deepest) return complain(`at most ${deepest} levels`, value, "Use fewer levels of nesting.");
  const options = value as Json | undefined;
  if (isJsonObject(options)) return readOptions(options);
  return complain(
    "a group of homeserver.yaml options",
    value,
    "Write one option on each line below it, such as `max_avatar_size: 5M`.",
  );
});

function readOptions(options: JsonObject): Reading<JsonObject> {
  const fitted = Object.entries(options).map(([name, value]) => ({ name, ...fitOption(name, value) }));
  const values: JsonObject = Object.fromEntries(fitted.map(({ name, value }) => [name, value]));
  const broken = brokenPromises(values, []);
  const others = fitted.flatMap(({ complaints }) => complaints).filter((each) => !isAmong(each, broken));
  const unfit = unfitValues(values).filter((each) => !isAmong(each, [...broken, ...others]));
  const complaints = [...broken, ...others, ...unfit];
  return complaints.length > 0 ? { complaints } : { value: inOrder(values) };
}

/** Names in order of the alphabet: Pulumi hands them over so, and files must not differ by how settings were read. */
function inOrder(options: JsonObject): JsonObject {
  const names = Object.keys(options).toSorted();
  return Object.fromEntries(names.map((name) => [name, inOrderWithin(options[name] ?? null)]));
}

function inOrderWithin(value: Json): Json {
  if (Array.isArray(value)) return value.map((each: Json) => inOrderWithin(each));
  return isJsonObject(value) ? inOrder(value) : value;
}

function fitOption(name: string, value: Json): { readonly value: Json; readonly complaints: readonly Complaint[] } {
  const type = Object.hasOwn(homeserverOptions, name) ? homeserverOptions[name] : undefined;
  return type === undefined ? { value, complaints: [unknownOption(name)] } : fitValue(value, type, [name]);
}

function unknownOption(name: string): Complaint {
  const first = name.split(".")[0] ?? "";
  if (first !== name && homeserverOptionNames.includes(first)) {
    return {
      path: [name],
      found: "a key with dots is not split here",
      write: `Write \`${first}:\`, and below it, on a separate line, the part after the dot.`,
    };
  }
  const meant = nearest(name, homeserverOptionNames);
  const guard = guards.find((each) => each.path === meant && isClosed(each));
  const found = "this version of Synapse has no such option";
  if (guard === undefined)
    return { path: [name], found, write: meant === null ? "Delete it." : `Write \`${meant}\`, or delete the line.` };
  const promise = guarantees[guard.guarantee];
  return {
    path: [name],
    found: `${found}, and \`${meant}\` would break a guarantee: ${promise}`,
    write: guard.instead,
  };
}

/** What to do with a homeserver.yaml option that was written as a chatkeep setting; null if Synapse has no such option. */
export function adviseOption(name: string): string | null {
  if (!homeserverOptionNames.includes(name)) return null;
  const guard = guards.find((each) => each.path === name && isClosed(each));
  return (
    guard?.instead ??
    `It is an option of Synapse: write \`${name}:\` on a separate line below \`chatkeep:homeserver:\`.`
  );
}

/** Options with at least one value that breaks no guarantee. */
function openOptions(): readonly (readonly [string, OptionType])[] {
  const closed = new Set(guards.filter(isClosed).map(({ path }) => path));
  return Object.entries(homeserverOptions).filter(([name]) => !closed.has(name));
}

function depth(value: unknown): number {
  let level: readonly unknown[] = [value];
  for (let count = 0; count <= deepest; count += 1) {
    level = level.flatMap((each) => (typeof each === "object" && each !== null ? Object.values(each) : []));
    if (level.length === 0) return count;
  }
  return deepest + 1;
}
