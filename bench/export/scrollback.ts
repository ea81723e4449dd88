import { createWriteStream } from "node:fs";
import { text } from "node:stream/consumers";
import { finished } from "node:stream/promises";
import { Direction } from "matrix-js-sdk";
import { newDevice } from "../../test/support/members/recovering/device.ts";
import { recoverWithKey } from "../../test/support/members/recovering/recovering.ts";

/**
 * What someone would write who wants their history and knows matrix-js-sdk: sign in, recover, scroll back to the beginning of a room,
 * write each event as a line. Arguments: address, authority, user, room, file; the password and the recovery key come by stdin.
 */
const [baseUrl = "", authorityFile = "", userId = "", roomId = "", path = ""] = process.argv.slice(2);
const [password = "", key = ""] = (await text(process.stdin)).split("\n");
const serverName = userId.slice(userId.indexOf(":") + 1);
const device = await newDevice({ baseUrl, serverName, authorityFile }, { userId, password }, "off");
await recoverWithKey(device, key);
const room = device.sdk.getRoom(roomId);
if (room === null) throw new Error("The room is not there.");
while (room.getLiveTimeline().getPaginationToken(Direction.Backward) !== null) await device.sdk.scrollback(room, 500);
const file = createWriteStream(path);
const events = room.getLiveTimeline().getEvents();
for (const event of events) {
  await device.sdk.decryptEventIfNeeded(event);
  file.write(`${JSON.stringify({ ...event.getEffectiveEvent() })}\n`);
}
file.end();
await finished(file);
await device.sdk.logout(true);
console.log(
  JSON.stringify({ events: events.length, unreadable: events.filter((event) => event.isDecryptionFailure()).length }),
);
process.exit(0);
