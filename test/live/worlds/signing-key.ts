import { Preset } from "matrix-js-sdk";
import { describe, expect, it } from "vitest";
import { until } from "../../../src/io/machine/until.ts";
import { stackEngine } from "../../../src/io/stack-engine.ts";
import { nameOf } from "../../../src/plan/names.ts";
import { restart } from "../../support/crash.ts";
import { chatkeepSucceeds } from "../../support/stack/command-line.ts";
import { engineOf } from "../../support/stack/engine.ts";
import type { StackRecord } from "../../support/stack/stack.ts";
import type { Scene } from "../../support/world/scene.ts";

/** What another server makes of a server that has a new signing key. */
export function signingKeyTests(sceneOf: () => Scene): void {
  describe("a server whose signing key was rotated", () => {
    it("is verified by another one, its old events and its new ones, also where nothing is known of its keys", async () => {
      const { stacks, people } = sceneOf();
      const { ana, ben } = people;
      const { room_id: room } = await ana.sdk.createRoom({ preset: Preset.PublicChat });
      const old: string[] = [];
      for (const page of [1, 2, 3]) old.push((await ana.sdk.sendTextMessage(room, `old page ${page}`)).event_id);
      const before = await keysOf(stacks.amber);
      await chatkeepSucceeds(stacks.amber, ["keys", "rotate", "signingKey", "--yes"]);
      const after = await keysOf(stacks.amber);
      expect(after.signingKeyId).not.toBe(before.signingKeyId);
      await forgetKeys(stacks.birch, "amber.test");
      await until("way into the room", () =>
        ben.sdk.joinRoom(room, { viaServers: ["amber.test"] }).then(
          () => true,
          () => null,
        ),
      );
      const read = await until("old messages", async () => {
        const { chunk } = await ben.sdk.createMessagesRequest(room, null, 50, "b" as never);
        const ids = chunk.map(({ event_id }) => event_id);
        return old.every((id) => ids.includes(id)) ? ids : null;
      });
      expect(read).toEqual(expect.arrayContaining(old));
      for (const id of old) expect(await signaturesOf(stacks.birch, id)).toContain(before.signingKeyId);
      const { event_id } = await ana.sdk.sendTextMessage(room, "a new page");
      await until("new message", async () => ben.sdk.getRoom(room)?.findEventById(event_id) ?? null);
      expect(await signaturesOf(stacks.birch, event_id)).toContain(after.signingKeyId);
      const [retired] = after.retired;
      expect(await knownKeys(stacks.birch, "amber.test")).toEqual(
        expect.arrayContaining([[before.signingKeyId, String(retired?.expired)]]),
      );
      expect((await knownKeys(stacks.birch, "amber.test")).map(([id]) => id)).toContain(after.signingKeyId);
    });
  });
}

interface Keys {
  readonly signingKeyId: string;
  readonly retired: readonly { readonly keyId: string; readonly expired: number }[];
}

async function keysOf(stack: StackRecord): Promise<Keys> {
  return JSON.parse((await chatkeepSucceeds(stack, ["keys", "list", "--json"])).stdout);
}

/** Everything that a server remembers of another one's keys, in its database and in the memory of its process. */
async function forgetKeys(stack: StackRecord, serverName: string): Promise<void> {
  for (const table of ["server_signature_keys", "server_keys_json"])
    await rows(stack, `DELETE FROM ${table} WHERE server_name = '${serverName}' RETURNING server_name`);
  await restart(stack, "synapse");
}

/** The keys that a server has of another one, each with the time until which it counts. */
function knownKeys(stack: StackRecord, serverName: string) {
  return rows(stack, `SELECT key_id, ts_valid_until_ms FROM server_signature_keys WHERE server_name = '${serverName}'`);
}

async function signaturesOf(stack: StackRecord, eventId: string): Promise<string> {
  const [row] = await rows(stack, `SELECT json::json->'signatures' FROM event_json WHERE event_id = '${eventId}'`);
  return row?.[0] ?? "";
}

function rows(stack: StackRecord, statement: string): Promise<(readonly (string | null)[])[]> {
  const database = stackEngine(engineOf(stack), stack.name).database(nameOf(stack.name, "postgres"));
  return Array.fromAsync(database.rows(statement));
}
