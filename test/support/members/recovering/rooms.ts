import { HistoryVisibility, Preset } from "matrix-js-sdk";
import { untilTrue } from "../../../../src/io/machine/until.ts";
import { encryptedRoom } from "../../../../src/io/matrix/client.ts";
import type { MemberDevice } from "./device.ts";

/** Makes a private, encrypted room with everyone given in it. What those who come later may read is set before the first message. */
export async function makeRoom(
  host: MemberDevice,
  guests: readonly MemberDevice[],
  visibility: HistoryVisibility = HistoryVisibility.Shared,
): Promise<string> {
  const content = { history_visibility: visibility };
  const initial_state = [{ type: "m.room.history_visibility", state_key: "", content }];
  const invite = guests.map(({ userId }) => userId);
  const { room_id: room } = await host.sdk.createRoom({ preset: Preset.PrivateChat, invite, initial_state });
  await Promise.all(guests.map((guest) => guest.sdk.joinRoom(room)));
  const everyone = [host, ...guests];
  const ids = everyone.map(({ userId }) => userId);
  await Promise.all(everyone.map((device) => encryptedRoom(device, room, ids)));
  return room;
}

/** Invites someone from this device, which hands them the keys of older messages where the room allows it, and lets them join. */
export async function bringIn(host: MemberDevice, newcomer: MemberDevice, roomId: string): Promise<void> {
  await host.sdk.invite(roomId, newcomer.userId);
  await untilTrue(`invitation of ${newcomer.userId}`, () => newcomer.sdk.getRoom(roomId) !== null);
  await newcomer.sdk.joinRoom(roomId);
  await Promise.all([host, newcomer].map((device) => encryptedRoom(device, roomId, [host.userId, newcomer.userId])));
}
