import { Direction, type MatrixEvent } from "matrix-js-sdk";
import { untilTrue } from "../../../../src/io/machine/until.ts";
import type { HistoryEvent } from "../../../../src/operations/recovery/export/relations.ts";
import type { MemberDevice } from "../../../support/members/recovering/device.ts";

/** All events that a client shows of a room, oldest first, each decrypted if it can be. */
export async function shownBy({ sdk }: MemberDevice, roomId: string): Promise<readonly MatrixEvent[]> {
  const room = sdk.getRoom(roomId);
  if (room === null) throw new Error("The client does not show the room.");
  while (room.getLiveTimeline().getPaginationToken(Direction.Backward) !== null) await sdk.scrollback(room, 50);
  const events = room.getLiveTimeline().getEvents();
  await Promise.all(events.map((event) => sdk.decryptEventIfNeeded(event)));
  await untilTrue("decryption of what is shown", () => !events.some((event) => event.isBeingDecrypted()));
  return events;
}

/** What can be compared of an event that a client shows. */
export function asShown(event: MatrixEvent): object {
  return {
    id: event.getId(),
    sender: event.getSender(),
    at: new Date(event.getTs()).toISOString(),
    type: event.isDecryptionFailure() ? "m.room.encrypted" : event.getType(),
    content: event.isDecryptionFailure() ? "unreadable" : event.getContent(),
    removed: event.isRedacted(),
    replyTo: event.replyEventId ?? null,
  };
}

/** The same of an exported one. */
export function asExported(event: HistoryEvent): object {
  const { id, sender, at, type, content, edited, removed, unreadable, replyTo, thread } = event;
  const { event_id: root } = Object(content["m.relates_to"]);
  return {
    id,
    sender,
    at,
    type,
    content: unreadable === undefined ? (edited ?? content) : "unreadable",
    removed: removed !== undefined,
    replyTo: replyTo ?? (thread === undefined ? null : root), // the library gives threads' fallback, too
  };
}
