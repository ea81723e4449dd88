import { Preset, Visibility } from "matrix-js-sdk";
import { untilTrue } from "../../machine/until.ts";
import { encryptedRoom, messageIn } from "../client.ts";
import type { CanaryDevice } from "./device.ts";
import { keysInBackup } from "./recovery.ts";

/** Where a message is. */
export interface MessagePlace {
  readonly room: string;
  readonly event: string;
}

/** Sends a message in that room, or in a new one of its own, and waits until the key that opens it is in the backup. */
export async function send(device: CanaryDevice, room: string | null, text: string): Promise<MessagePlace> {
  const place = room ?? (await makeRoom(device));
  await encryptedRoom(device, place, [device.userId]);
  const before = await keysInBackup(device);
  const { event_id: event } = await device.sdk.sendTextMessage(place, text);
  await untilTrue(
    `key of ${event} in the backup of ${device.userId}`,
    async () => (await keysInBackup(device)) > before,
  );
  return { room: place, event };
}

/** The text of a message, once this device can decrypt it. */
export async function read(device: CanaryDevice, { room, event }: MessagePlace): Promise<string> {
  await encryptedRoom(device, room, [device.userId]);
  return await messageIn(device, room, event);
}

/** Waits until a device knows another one of its own as confirmed: to others it gives no keys of messages. */
export async function knownTo(device: CanaryDevice, other: CanaryDevice): Promise<void> {
  const { crypto, userId } = device;
  const id = other.sdk.getDeviceId() ?? "";
  await untilTrue(`confirmed device ${id} of ${userId}`, async () => {
    await crypto.getUserDeviceInfo([userId], true);
    return (await crypto.getDeviceVerificationStatus(userId, id))?.signedByOwner === true;
  });
}

/** Removes the devices of runs that were killed. */
export async function removeOtherDevices({ sdk, answer }: CanaryDevice): Promise<void> {
  const { devices } = await sdk.getDevices();
  const others = devices.flatMap(({ device_id: id }) => (id === sdk.getDeviceId() ? [] : [id]));
  if (others.length > 0) await sdk.deleteMultipleDevices(others, answer);
}

/** An encrypted room that stays on this server, with no one else in it. */
async function makeRoom({ sdk }: CanaryDevice): Promise<string> {
  const encryption = { type: "m.room.encryption", state_key: "", content: { algorithm: "m.megolm.v1.aes-sha2" } };
  const { room_id: room } = await sdk.createRoom({
    name: "Canary",
    preset: Preset.PrivateChat,
    visibility: Visibility.Private,
    initial_state: [encryption],
    creation_content: { "m.federate": false },
  });
  return room;
}
