import { expect } from "vitest";
import { execIn } from "../../../src/io/docker/container-exec.ts";
import { untilTrue } from "../../../src/io/machine/until.ts";
import { nameOf } from "../../../src/plan/names.ts";
import { allWell } from "../crash.ts";
import type { MemberDevice } from "../members/recovering/device.ts";
import { say } from "../members/recovering/messages.ts";
import { engineOf } from "../stack/engine.ts";
import type { StackRecord } from "../stack/stack.ts";

/** Dumps the database as it is usually done: all of it, one-time keys too. */
export async function dumpAll(stack: StackRecord): Promise<void> {
  await inPostgres(stack, "pg_dump --format=custom --file=/tmp/all.dump synapse");
}

/** Restores that dump as it is usually done: into a new database, with positions and keys as they were. */
export async function restoreAll(stack: StackRecord): Promise<void> {
  const synapse = engineOf(stack).getContainer(nameOf(stack.name, "synapse"));
  await synapse.stop();
  await inPostgres(stack, "dropdb --force synapse");
  await inPostgres(stack, "createdb --owner=synapse --encoding=UTF8 --locale=C --template=template0 synapse");
  await inPostgres(stack, "pg_restore --dbname=synapse --exit-on-error /tmp/all.dump");
  await synapse.start();
  await allWell(stack);
}

async function inPostgres(stack: StackRecord, command: string): Promise<void> {
  const environment = "export PATH=/usr/lib/postgresql/17/bin:$PATH PGHOST=/run/postgresql PGUSER=postgres;";
  const ended = await execIn(engineOf(stack), nameOf(stack.name, "postgres"), [
    "sh",
    "-c",
    `${environment} ${command}`,
  ]);
  if (ended.exitCode !== 0) throw new Error(`${command} ended with ${ended.exitCode}:\n${ended.stderr}`);
}

/** Says several texts, each with keys of its own, and gives their events. */
export async function sayEach(device: MemberDevice, roomId: string, texts: readonly string[]): Promise<string[]> {
  const events: string[] = [];
  for (const text of texts) {
    await device.crypto.forceDiscardSession(roomId);
    events.push(await say(device, roomId, text));
  }
  return events;
}

/** Says more until a device shows one of it. */
export async function sayUntilSeen(from: MemberDevice, to: MemberDevice, roomId: string): Promise<void> {
  let events: readonly string[] = [];
  await untilTrue(`any further message at ${to.userId}`, async () => {
    events = [...events, await say(from, roomId, "And now?")];
    return events.some((event) => to.sdk.getRoom(roomId)?.findEventById(event) !== undefined);
  });
}

/** Has a device claim a one-time key of another one, and gives what the server hands out (client-server API, "/keys/claim"). */
export async function claimKey(from: MemberDevice, of: MemberDevice): Promise<string> {
  const answer = await from.sdk.claimOneTimeKeys([[of.userId, of.deviceId]]);
  const keys = Object.keys(answer.one_time_keys[of.userId]?.[of.deviceId] ?? {});
  expect(keys).toHaveLength(1);
  return String(keys[0]);
}
