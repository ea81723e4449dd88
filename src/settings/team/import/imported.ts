import { parseLocalpart, type ServerName, userIdOf } from "../../../kinds/names.ts";
import type { Entry } from "../edit/append.ts";
import { looksLike } from "../fields/look-alikes.ts";

/** A person or room of another system, in the words of a roster, and where it was found: a line, or its name there. */
export interface Found {
  readonly entry: Entry;
  readonly line: number | null;
  readonly what: string;
}

/** What an export of another system gives to a roster. */
export interface Imported {
  readonly people: readonly Found[];
  readonly spaces: readonly Found[];
  readonly rooms: readonly Found[];
  /** What was left out, and why, in sentences. */
  readonly left: readonly string[];
}

/** The user ID that a name of another system becomes; the name itself where none comes near. */
export function idFrom(name: string, server: ServerName): string {
  const simple = plainName(name).slice(0, 128);
  const localpart = parseLocalpart(simple.replace(/^[_.]+/, ""));
  return localpart === null ? name : userIdOf(localpart, server);
}

/** The alias that a name of another system becomes. */
export function aliasFrom(name: string): string {
  const simple = name.normalize("NFC").trim().toLowerCase();
  return simple.replace(/[^\p{L}\p{M}\p{N}._=/+-]+/gu, "-").replace(/^[^\p{L}\p{N}]+/u, "");
}

function plainName(name: string): string {
  const letters = looksLike(name.trim().replace(/^@/, "")).normalize("NFKD").replace(/\p{M}/gu, "");
  return letters
    .replace(/ß/g, "ss")
    .replace(/[^a-z0-9._=/+-]+/g, ".")
    .replace(/\.$/, "");
}

/** A text for people to see, on one line and without invisible characters; null where nothing is left. */
export function shownText(value: unknown): string | null {
  const text = typeof value === "string" ? value : "";
  const simple = text
    .normalize("NFC")
    .replace(/[\p{Zs}\p{Zl}\p{Zp}\r\n\t]+/gu, " ")
    .replace(/(?![\u200c\u200d])[\p{C}]/gu, "")
    .trim();
  return simple === "" ? null : simple;
}

/** An entry without the fields that hold nothing. */
export function entryOf(fields: Readonly<Record<string, unknown>>): Entry {
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([, value]) => value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0),
    ),
  );
}

/** Who is in a room: everyone, a team, or single members. Null where none of them is in the roster. */
export function peopleOf(
  ids: readonly string[],
  all: readonly string[],
  teams: ReadonlyMap<string, readonly string[]> = new Map(),
): unknown {
  const held = new Set(ids);
  const isOf = (others: readonly string[]) => others.length === held.size && others.every((id) => held.has(id));
  if (held.size === 0) return null;
  if (isOf(all)) return "everyone";
  const team = [...teams].find(([, members]) => isOf(members))?.[0];
  return team === undefined ? { members: [...held] } : { teams: [team] };
}

/** Who becomes no member, in whatever form they come. */
export const goneLeftOut = "deactivated accounts";
export const guestsLeftOut = "guests of single channels (add those who belong to the team by hand)";

/** Left out: bots (3). */
export function counted(reasons: readonly string[]): readonly string[] {
  return [...Map.groupBy(reasons, (reason) => reason)].map(([reason, each]) => `Left out: ${reason} (${each.length}).`);
}
