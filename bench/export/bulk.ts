import { randomUUID } from "node:crypto";
import { EncryptionSettings, OlmMachine, RoomId, UserId } from "@matrix-org/matrix-sdk-crypto-wasm";
import { Preset } from "matrix-js-sdk";
import { untilTrue } from "../../src/io/machine/until.ts";
import type { MemberDevice } from "../../test/support/members/recovering/device.ts";

/** How many requests wait for an answer at a time. */
const atOnce = 12;

/** A room that a member is alone in; a colleague would have to be told each session. */
export async function encryptedRoomOf({ sdk, crypto }: MemberDevice): Promise<string> {
  const { room_id: room } = await sdk.createRoom({ preset: Preset.PrivateChat, name: "Ten thousand" });
  await untilTrue("encrypted room", () => crypto.isEncryptionEnabledInRoom(room));
  return room;
}

/**
 * Sends texts with Megolm, a new session each 100 as clients do, many at a time: what a client's own queue would take an hour for.
 * Events and sessions are those of a real client; only the room's rate of messages is no one's.
 */
export async function sendInBulk(device: MemberDevice, room: string, count: number): Promise<void> {
  const machine: unknown = Reflect.get(device.crypto, "olmMachine"); // the client has no other way to encrypt without sending
  if (!(machine instanceof OlmMachine)) throw new Error("The client's cryptography is not where it was.");
  let next = 0;
  const encrypt = inTurns(async (number: number) => {
    await machine.shareRoomKey(new RoomId(room), [new UserId(device.userId)], new EncryptionSettings());
    const body = `message ${number} of a day like any other, about as long as people write`;
    return await machine.encryptRoomEvent(
      new RoomId(room),
      "m.room.message",
      JSON.stringify({ msgtype: "m.text", body }),
    );
  });
  const send = async () => {
    for (let number = next++; number < count; number = next++) await put(device, room, await encrypt(number));
  };
  await Promise.all(Array.from({ length: atOnce }, send));
}

async function put({ sdk, fetch, accessToken }: MemberDevice, room: string, body: string): Promise<void> {
  const place = `rooms/${encodeURIComponent(room)}/send/m.room.encrypted/${randomUUID()}`;
  const headers = { authorization: `Bearer ${accessToken}`, "content-type": "application/json" };
  const answer = await fetch(`${sdk.getHomeserverUrl()}/_matrix/client/v3/${place}`, { method: "PUT", headers, body });
  if (answer.status !== 200) throw new Error(`A message was answered with ${answer.status}: ${await answer.text()}`);
  await answer.text();
}

/** One after the other: a session's messages are numbered. */
function inTurns<Argument, Result>(
  work: (argument: Argument) => Promise<Result>,
): (argument: Argument) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (argument) => {
    const mine = last.then(() => work(argument));
    last = mine.catch(() => undefined);
    return mine;
  };
}
