import { type IContent, type MatrixEvent, MsgType } from "matrix-js-sdk";
import { EventShieldReason } from "matrix-js-sdk/lib/crypto-api/index.js";
import { until } from "../../../../src/io/machine/until.ts";
import { isReadable } from "../../../../src/io/matrix/client.ts";
import type { MemberDevice } from "./device.ts";

const quickly = { everyMilliseconds: 50 };

/** Sends a text to an encrypted room, and gives the event's id. */
export async function say({ sdk }: MemberDevice, roomId: string, body: string): Promise<string> {
  const { event_id } = await sdk.sendMessage(roomId, { msgtype: MsgType.Text, body });
  return event_id;
}

/** The text of a message, once this device shows it. */
export async function reads(device: MemberDevice, roomId: string, eventId: string): Promise<string> {
  const content = await readable(device, roomId, eventId);
  return String(content.body);
}

/** The texts of several messages, once this device shows all of them. */
export function readsAll(device: MemberDevice, roomId: string, eventIds: readonly string[]): Promise<string[]> {
  return Promise.all(eventIds.map((eventId) => reads(device, roomId, eventId)));
}

/** The content of a message, once this device could decrypt it. */
export async function readable(device: MemberDevice, roomId: string, eventId: string): Promise<IContent> {
  const awaited = `readable message ${eventId} at ${device.userId} on ${device.deviceId}`;
  try {
    const event = await until(awaited, () => find(device, roomId, eventId, isReadable), quickly);
    return event.getContent();
  } catch (error) {
    const there = find(device, roomId, eventId);
    throw new Error(
      `${there === null ? "It did not arrive" : `It cannot be read: ${there.decryptionFailureReason}`}.`,
      {
        cause: error,
      },
    );
  }
}

/**
 * Why this device does not show a message that it has received (crypto-api, `DecryptionFailureCode`); null once it can be read
 * after all.
 */
export async function whyUnreadable(device: MemberDevice, roomId: string, eventId: string): Promise<string | null> {
  const awaited = `message ${eventId} at ${device.userId} on ${device.deviceId}, readable or not`;
  const isSettled = (event: MatrixEvent) => event.isDecryptionFailure() || isReadable(event);
  const event = await until(awaited, () => find(device, roomId, eventId, isSettled), quickly);
  return event.decryptionFailureReason;
}

/** Waits until a message that cannot be read has this for its reason: a sender's notice may come after the message. */
export async function isUnreadable(device: MemberDevice, roomId: string, eventId: string, why: string): Promise<void> {
  const awaited = `reason ${why} for message ${eventId} at ${device.userId} on ${device.deviceId}`;
  const isSo = ({ decryptionFailureReason }: MatrixEvent) => decryptionFailureReason === why;
  await until(awaited, () => find(device, roomId, eventId, isSo), quickly);
}

/** The warning that this device shows beside a message (crypto-api, `EventShieldReason`); null where there is none. */
export async function shieldOf(device: MemberDevice, roomId: string, eventId: string): Promise<string | null> {
  const awaited = `readable message ${eventId} at ${device.userId}`;
  const event = await until(awaited, () => find(device, roomId, eventId, isReadable), quickly);
  const shown = await device.crypto.getEncryptionInfoForEvent(event);
  if (shown === null) throw new Error(`${eventId} is not encrypted.`);
  return shown.shieldReason === null ? null : (EventShieldReason[shown.shieldReason] ?? "of an unknown kind");
}

/** Which session (Megolm) a message was encrypted with, as everyone in the room can see. */
export async function sessionOf(device: MemberDevice, roomId: string, eventId: string): Promise<string> {
  const event = await until(`message ${eventId} at ${device.userId}`, () => find(device, roomId, eventId), quickly);
  return String(event.getWireContent().session_id);
}

/** The message as this device holds it, where it is as asked. */
function find({ sdk }: MemberDevice, roomId: string, eventId: string, isAsAsked = (_: MatrixEvent) => true) {
  const event = sdk.getRoom(roomId)?.findEventById(eventId);
  return event !== undefined && isAsAsked(event) ? event : null;
}
