import { randomBytes } from "node:crypto";
import { EventType, MsgType, RelationType } from "matrix-js-sdk";
import { expect } from "vitest";
import type { MemberDevice } from "../../../support/members/recovering/device.ts";
import { say } from "../../../support/members/recovering/messages.ts";
import { raw } from "./members.ts";

const relatedTo = (event: string, kind: RelationType, more: object = {}) => ({
  "m.relates_to": { rel_type: kind, event_id: event, ...more },
});

/** Says all that a room can hold. */
export async function converse(ana: MemberDevice, peer: MemberDevice, room: string): Promise<void> {
  const message = (device: MemberDevice, body: string, more: object) =>
    device.sdk.sendMessage(room, { msgtype: MsgType.Text, body, ...more });
  const react = (device: MemberDevice, event_id: string, key: string) => {
    const relation = { rel_type: RelationType.Annotation, event_id, key } as const;
    return device.sdk.sendEvent(room, EventType.Reaction, { "m.relates_to": relation });
  };
  const edit = (device: MemberDevice, event: string, body: string) => {
    const content = { "m.new_content": { msgtype: MsgType.Text, body }, ...relatedTo(event, RelationType.Replace) };
    return message(device, `* ${body}`, content);
  };
  const first = await say(ana, room, "first");
  const second = await say(peer, room, "second <script>alert(1)</script> \u202Eturned");
  await react(peer, first, "👍");
  await react(ana, first, "👍");
  await edit(ana, first, "first, edited");
  await edit(ana, first, "first, edited twice");
  await edit(peer, first, "someone else's edit counts for nothing");
  const { event_id: takenBack } = await edit(peer, second, "an edit that is removed");
  await peer.sdk.redactEvent(room, takenBack);
  await message(peer, "an answer", { "m.relates_to": { "m.in_reply_to": { event_id: first } } });
  const fallback = { is_falling_back: true, "m.in_reply_to": { event_id: second } };
  await message(ana, "in the thread", relatedTo(second, RelationType.Thread, fallback));
  const slip = await say(ana, room, "a slip");
  await ana.sdk.redactEvent(room, slip, undefined, { reason: "not for this room" });
  await ana.sdk.sendMessage(room, { msgtype: MsgType.Emote, body: "waves" });
}

/** An event that no one has the key of. */
export async function sendUnreadable(device: MemberDevice, room: string): Promise<void> {
  const content = {
    algorithm: "m.megolm.v1.aes-sha2",
    ciphertext: randomBytes(90).toString("base64").replaceAll("=", ""),
    sender_key: randomBytes(32).toString("base64").replaceAll("=", ""),
    session_id: randomBytes(32).toString("base64").replaceAll("=", ""),
    device_id: device.deviceId,
  };
  const { status } = await raw(device, "PUT", `rooms/${encodeURIComponent(room)}/send/m.room.encrypted/lost`, content);
  expect(status).toBe(200);
}
