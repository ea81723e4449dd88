import type { MatrixEvent } from "matrix-js-sdk";
import { until } from "../../../../src/io/machine/until.ts";
import type { MemberDevice } from "./device.ts";

/**
 * Whether a device could open a message if it got hold of it as it lies on the server, however it did: it is handed the encrypted
 * event that `witness` received, and tries with all the keys that it has.
 */
export async function couldOpen(
  device: MemberDevice,
  witness: MemberDevice,
  room: string,
  eventId: string,
): Promise<boolean> {
  const held = await until(`message ${eventId} at ${witness.userId}`, () => heldBy(witness, room, eventId));
  const event = device.sdk.getEventMapper()({ ...held.event });
  await device.sdk.decryptEventIfNeeded(event);
  return !event.isDecryptionFailure() && event.getType() === "m.room.message";
}

/** With which status the server answers a device that asks for one event (client-server API, "GET /rooms/{roomId}/event/{eventId}"). */
export async function statusOfEvent(device: MemberDevice, room: string, eventId: string): Promise<number> {
  return await statusOf(device, `rooms/${encodeURIComponent(room)}/event/${encodeURIComponent(eventId)}`);
}

/** With which status the server answers to a device's token. */
export async function statusOfSession(device: MemberDevice): Promise<number> {
  return await statusOf(device, "account/whoami");
}

async function statusOf({ sdk, fetch, accessToken }: MemberDevice, path: string): Promise<number> {
  const headers = { authorization: `Bearer ${accessToken}` };
  return (await fetch(`${sdk.getHomeserverUrl()}/_matrix/client/v3/${path}`, { headers })).status;
}

function heldBy({ sdk }: MemberDevice, room: string, eventId: string): MatrixEvent | null {
  return sdk.getRoom(room)?.findEventById(eventId) ?? null;
}
