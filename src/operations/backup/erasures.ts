import { StackError } from "../../errors.ts";
import type { Files } from "../../io/machine/files.ts";
import { fieldsOf, parseJson } from "../../kinds/json.ts";
import type { UserId } from "../../kinds/names.ts";
import type { DepartureWishes } from "../team/offboard/facts.ts";

/** What an offboarding took away: an archive from before it has all of that still, so a restore from one does it again. */
export interface Erasure extends DepartureWishes {
  readonly user: UserId;
  /** When it ended, or when one that was killed began; ISO 8601, in UTC. */
  readonly at: string;
}

/** All erasures of a stack, in a file of the state folder. */
export interface ErasureList {
  readonly version: 1;
  readonly erasures: readonly Erasure[];
  /** Whether the repository of backups has all of them. */
  readonly recorded: boolean;
}

/** The file's name in the repository. It comes with the tag `erasures-of=STACK`, because it belongs to no archive. */
export const erasuresFile = "erasures.json";

/** Reads the list of a stack; none, where there is no file yet. A StackError where it is damaged. */
export async function readErasures({ read }: Pick<Files, "read">, path: string): Promise<ErasureList> {
  const text = await read(path);
  const list: ErasureList | null = text === null ? { version: 1, erasures: [], recorded: true } : parseErasures(text);
  if (list !== null) return list;
  throw new StackError(`${path} is damaged: it is not a list of erasures`, {
    next: "Restore it from a copy. If there is none, delete it: the backups keep what they know already.",
  });
}

/** A list as text. */
export function erasuresText(list: ErasureList): string {
  return `${JSON.stringify(list, null, 1)}\n`;
}

/** Reads a list; null where the text is none. */
export function parseErasures(text: string): ErasureList | null {
  const { version, erasures, recorded } = fieldsOf(parseJson(text));
  if (version !== 1 || !Array.isArray(erasures) || !erasures.every(isErasure)) return null;
  return { version, erasures, recorded: recorded === true };
}

function isErasure(value: unknown): value is Erasure {
  const { user, at, history, media, erase } = fieldsOf(value);
  const isWish = ["keep", "redact"].includes(String(history)) && ["keep", "delete"].includes(String(media));
  return typeof user === "string" && typeof at === "string" && isWish && typeof erase === "boolean";
}

/** The list with one more. Of two erasures of one member, what either took away stays taken away, and the later time counts. */
export function withErasure(list: ErasureList, erasure: Erasure): ErasureList {
  return { version: 1, erasures: mergedErasures([list.erasures, [erasure]]), recorded: false };
}

/** All of several lists, one for each member: two machines may have written to one repository. */
export function mergedErasures(lists: readonly (readonly Erasure[])[]): readonly Erasure[] {
  const byUser = new Map<UserId, Erasure>();
  for (const erasure of lists.flat()) {
    const before = byUser.get(erasure.user);
    byUser.set(erasure.user, before === undefined ? erasure : both(before, erasure));
  }
  return [...byUser.values()].toSorted((one, other) => (one.at < other.at ? -1 : 1));
}

function both(one: Erasure, other: Erasure): Erasure {
  return {
    user: one.user,
    at: [one.at, other.at].toSorted().at(-1) ?? one.at,
    history: one.history === "redact" ? one.history : other.history,
    media: one.media === "delete" ? one.media : other.media,
    erase: one.erase || other.erase,
  };
}

/**
 * What a restore has to do again: what ended after the archive's snapshot of the database. Members whose account was opened again since
 * are left out; `reopened` says when that was, null for never.
 */
export function erasuresToRepeat(
  erasures: readonly Erasure[],
  archivedAt: string,
  reopened: (user: UserId) => string | null,
): readonly Erasure[] {
  return erasures.filter(({ user, at }) => at > archivedAt && (reopened(user) ?? "") < at);
}
