import { StackError } from "../../../errors.ts";
import { fieldsOf, isJsonObject, type Json, type JsonObject } from "../../../kinds/json.ts";
import { saidBy } from "./api.ts";
import type { MemberSession } from "./session.ts";

/** A room that the member is in, or was. */
export interface MemberRoom {
  readonly id: string;
  readonly left: boolean;
}

/** One page of a room, oldest first. */
export interface Page {
  readonly events: readonly JsonObject[];
  /** Where the next one begins; null after the last. */
  readonly next: string | null;
}

/** All rooms that the member is in or has left and not forgotten (Matrix client-server API, "Syncing": `include_leave`). */
export async function roomsOf({ api }: MemberSession): Promise<readonly MemberRoom[]> {
  const nothing = { types: [] };
  const room = {
    include_leave: true,
    timeline: { limit: 1 },
    state: nothing,
    ephemeral: nothing,
    account_data: nothing,
  };
  const filter = JSON.stringify({ presence: nothing, account_data: nothing, room });
  const query = new URLSearchParams({ filter, timeout: "0", set_presence: "offline" });
  const { rooms } = await api.expect("the list of rooms", "GET", `v3/sync?${query}`);
  const { join, leave } = fieldsOf(rooms);
  const idsOf = (part: unknown, left: boolean) => Object.keys(fieldsOf(part)).map((id) => ({ id, left }));
  return [...idsOf(join, false), ...idsOf(leave, true)];
}

/** The state of a room as the member may see it; null where they may see none, as after a declined invitation. */
export async function stateOf({ api }: MemberSession, roomId: string): Promise<readonly JsonObject[] | null> {
  const { status, body, list } = await askForList(api, `v3/rooms/${encodeURIComponent(roomId)}/state`);
  if (status === 403 || status === 404) return null;
  if (status !== 200) throw new StackError(`The server did not give the room ${roomId}: ${saidBy({ status, body })}`);
  return list;
}

/** The next events of a room, oldest first, after `from` (Matrix client-server API, "GET /rooms/{roomId}/messages"). A page may be empty before the end: what the member may not see is left out of it. */
export async function nextPage(
  { api }: MemberSession,
  roomId: string,
  from: string | null,
  limit: number,
): Promise<Page> {
  const query = new URLSearchParams({ dir: "f", limit: `${limit}` });
  if (from !== null) query.set("from", from);
  const path = `v3/rooms/${encodeURIComponent(roomId)}/messages?${query}`;
  const { chunk, end } = await api.expect(`the events of ${roomId}`, "GET", path);
  return { events: objectsIn(chunk), next: typeof end === "string" ? end : null };
}

async function askForList(api: MemberSession["api"], path: string) {
  const answer = await api.ask("GET", path);
  return { ...answer, list: objectsIn(Object.values(answer.body)) };
}

function objectsIn(list: unknown): readonly JsonObject[] {
  return Array.isArray(list) ? list.filter((each: Json) => isJsonObject(each)) : [];
}
