import { isDeepStrictEqual } from "node:util";
import { isJsonObject, type Json, type JsonObject } from "../../kinds/json.ts";
import type { Complaint } from "../leaf.ts";
import { looksSecret } from "../secret-shapes.ts";
import type { SettingPath } from "../yaml/settings-source.ts";
import { type Guard, guarantees } from "./guarantees.ts";
import { guards } from "./guarded-options.ts";

/** Problems of homeserver.yaml options that would break a guarantee. Values are not shown: they may be secrets. */
export function brokenPromises(options: JsonObject, base: SettingPath): readonly Complaint[] {
  const guarded = guards.flatMap((guard) => {
    const path = guard.path.split(".");
    const value = valueAt(options, path);
    return value === undefined || isHarmless(value, guard) ? [] : [complaint([...base, ...path], guard)];
  });
  return [...guarded, ...strayed(options, base).filter((each) => !isAmong(each, guarded))];
}

/** Whether something was already said about this place or one around it. */
export function isAmong({ path = [] }: Complaint, said: readonly Complaint[]): boolean {
  return said.some(({ path: around = [] }) => around.every((part, index) => path[index] === part));
}

function complaint(path: SettingPath, { guarantee, instead }: Guard): Complaint {
  return { path, found: `this would break a guarantee: ${guarantees[guarantee]}`, write: instead };
}

function isHarmless(value: Json, { allow = [], atLeast, atMost }: Guard): boolean {
  if (atLeast !== undefined) return typeof value === "number" && value >= atLeast;
  if (atMost !== undefined) return typeof value === "number" && value <= atMost;
  return allow.some((each) => isDeepStrictEqual(each, value));
}

function valueAt(options: JsonObject, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>(
    (at, name) => (isJsonObject(at) && Object.hasOwn(at, name) ? at[name] : undefined),
    options,
  );
}

/** Names of options that contain secrets anywhere, and names that change every JavaScript object. */
const secretName = /(secret|password|passwd|passphrase|pass|token|pepper|private_key|api_key|dsn)$/i;
const treacherous: readonly string[] = ["__proto__", "constructor", "prototype"];

const noSecret = "Delete it: no secret belongs in this file.";

function strayed(value: Json, path: SettingPath): readonly Complaint[] {
  if (typeof value === "string") return strayedText(value, path);
  if (Array.isArray(value)) return value.flatMap((each: Json, index) => strayed(each, [...path, index]));
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([name, each]) => {
    const at = [...path, name];
    if (treacherous.includes(name))
      return [{ path: at, found: "this is not a valid name of an option", write: "Delete it." }];
    if (looksSecret(name)) return [{ path, ...looksLikeSecret }];
    if (["string", "number"].includes(typeof each) && secretName.test(name))
      return [complaint(at, { path: name, guarantee: "keys", instead: noSecret })];
    return [...strayedText(name, at), ...strayed(each, at)];
  });
}

const looksLikeSecret = { found: `this looks like a secret; ${guarantees.keys}`, write: noSecret };

/** Half of a surrogate pair is no character: YAML files and Synapse could not hold it. */
function strayedText(text: string, path: SettingPath): readonly Complaint[] {
  if (looksSecret(text)) return [{ path, ...looksLikeSecret }];
  if (text.isWellFormed()) return [];
  return [{ path, found: "this contains half a character (a lone surrogate)", write: "Write the whole character." }];
}
