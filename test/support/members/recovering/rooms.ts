import { HistoryVisibility, KnownMembership, Preset } from "matrix-js-sdk";
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
  await acceptInvitation(newcomer, roomId);
  await encryptedRoom(host, roomId, [host.userId, newcomer.userId]);
}

/** Accepts an invitation, once this device shows it: only then does it know who invited, and takes keys from them. */
export async function acceptInvitation(newcomer: MemberDevice, roomId: string): Promise<void> {
  const isInvited = () => newcomer.sdk.getRoom(roomId)?.getMyMembership() === KnownMembership.Invite;
  await untilTrue(`invitation of ${newcomer.userId}`, isInvited);
  await newcomer.sdk.joinRoom(roomId);
  await encryptedRoom(newcomer, roomId, [newcomer.userId]);
}

/** Waits until this device shows that someone is out of a room: from there on it encrypts no longer for them. */
export async function seesOutside({ sdk, userId }: MemberDevice, roomId: string, gone: string): Promise<void> {
  const isOut = () => sdk.getRoom(roomId)?.getMember(gone)?.membership === KnownMembership.Leave;
  await untilTrue(`room without ${gone} at ${userId}`, isOut);
}
