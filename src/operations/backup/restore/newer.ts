import { ownNames } from "../../../kinds/own-accounts.ts";
import type { Manifest } from "../manifest.ts";

/** What a running server has that an archive of it has not, and that a restore in place takes away. */
export interface Newer {
  readonly events: number;
  readonly rooms: number;
  readonly accounts: readonly string[];
  /** When the newest event came; null where there is none. ISO 8601, in UTC. */
  readonly newest: string | null;
}

/** A moment: what came after it is newer. */
export interface Moment extends Pick<Manifest, "at"> {
  readonly database: { readonly newestEvent: { readonly order: number } | null };
}

/** Asks what came after a moment; one row: events, their rooms, the newest of them, and the accounts, as JSON. */
export function newerQuery({ at, database: { newestEvent } }: Moment): string {
  const milliseconds = Date.parse(at);
  return `SELECT count(*), count(DISTINCT room_id), max(received_ts),
    (SELECT coalesce(json_agg(name ORDER BY name), '[]') FROM users WHERE creation_ts * 1000 >= ${milliseconds})
    FROM events WHERE stream_ordering > ${newestEvent?.order ?? 0}`;
}

function isOwn(user: string): boolean {
  return ownNames.some((name) => user.startsWith(`@${name}:`));
}

/** Reads that row. Accounts of no person are made again by themselves. */
export function readNewer(row: readonly (string | null)[]): Newer {
  const [events, rooms, newest, accounts] = row;
  const names: unknown = JSON.parse(accounts ?? "[]");
  return {
    events: Number(events ?? 0),
    rooms: Number(rooms ?? 0),
    accounts: Array.isArray(names) ? names.map(String).filter((name) => !isOwn(name)) : [],
    newest: newest === null || newest === undefined ? null : new Date(Number(newest)).toISOString(),
  };
}
