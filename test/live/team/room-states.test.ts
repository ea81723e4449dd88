import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { type RoomAtAlias, roomsAtAliases } from "../../../src/io/postgres/room-states.ts";
import { stackEngine } from "../../../src/io/stack-engine.ts";
import { synapseAccounts } from "../../../src/io/synapse/accounts.ts";
import type { SynapseOperator } from "../../../src/io/synapse/operator.ts";
import { type RoomState, type Rooms, synapseRooms } from "../../../src/io/synapse/rooms.ts";
import { fieldsOf, type Json } from "../../../src/kinds/json.ts";
import type { UserId } from "../../../src/kinds/names.ts";
import { nameOf } from "../../../src/plan/names.ts";
import { operatorOf } from "../../support/members/operator.ts";
import { engineOf } from "../../support/stack/engine.ts";

const stack = inject("teamStack");
const operatorId = `@chatkeep:${stack.serverName}` as UserId;
const full = (alias: string) => `#rst-${alias}:${stack.serverName}`;
const user = (name: string) => `@rst-${name}:${stack.serverName}` as UserId;
const database = stackEngine(engineOf(stack), stack.name).database(nameOf(stack.name, "postgres"));

let operator: SynapseOperator;
let rooms: Rooms;

beforeAll(async () => {
  operator = await operatorOf(stack);
  rooms = synapseRooms(operator, operatorId);
  const accounts = synapseAccounts(operator, operatorId);
  for (const name of ["joined", "invited", "gone"])
    await accounts.make({ user: user(name), displayName: name, admin: false, password: null });
});

afterAll(() => operator?.close());

/** With every kind of membership, and texts that a careless reader would break at. */
async function makeRoom(alias: string, version: string): Promise<string> {
  const topic = { type: "m.room.topic", content: { topic: 'one\ntwo\ttabs \\n "quotes" it\'s 🦊 \u2028' } };
  const deep = { type: "test.deep", content: { list: [1, null, { deep: [] }], empty: {}, large: 9007199254740991 } };
  const creation = { "test.also": true };
  const room = await rooms.create({
    ...{ alias: `rst-${alias}`, version, name: `Room's "${alias}"`, creation, powers: { invite: 50 } },
    state: [topic, deep],
  });
  await rooms.setState(room, "m.space.child", "!some:where.test", { via: ["where.test"] });
  for (const name of ["joined", "gone"]) await rooms.join(room, user(name));
  await rooms.invite(room, user("invited"));
  await rooms.kick(room, user("gone"), "it's over");
  return room;
}

/** Of a membership only what it is; in one order. */
function comparable(state: RoomAtAlias["state"] | readonly RoomState[]): readonly unknown[] {
  const read = state.map(({ type, key, sender, content }) => {
    const { membership } = fieldsOf(content);
    return { type, key, sender, content: type === "m.room.member" ? { membership } : content };
  });
  return read.toSorted((a, b) => (`${a.type} ${a.key}` < `${b.type} ${b.key}` ? -1 : 1));
}

describe("the rooms that aliases lead to", () => {
  it("have in the database the state that Synapse tells, also by a second alias, and others are left out", async () => {
    const made = { old: await makeRoom("old", "11"), new: await makeRoom("new", "12") };
    const path = `/_matrix/client/v3/directory/room/${encodeURIComponent(full("second"))}`;
    expect((await operator.send("PUT", path, { room_id: made.old })).status).toBe(200);
    const read = await roomsAtAliases(database, ["old", "new", "second", "none", "it's"].map(full));
    expect([...read.keys()].toSorted()).toEqual([full("new"), full("old"), full("second")]);
    for (const [alias, room] of Object.entries({ ...made, second: made.old })) {
      const found = read.get(full(alias));
      expect([found?.room, found?.certain]).toEqual([room, true]);
      const state = comparable(await rooms.state(room));
      expect(state.length).toBeGreaterThan(10);
      expect(comparable(found?.state ?? [])).toEqual(state);
    }
  });

  it("are left to Synapse where a piece of state was redacted: the database keeps what it was before", async () => {
    const room = await makeRoom("redacted", "12");
    const path = `/_matrix/client/v3/rooms/${encodeURIComponent(room)}`;
    const topic: Json = { topic: "said too much" };
    const sent = await operator.send("PUT", `${path}/state/m.room.topic/`, topic);
    const event = encodeURIComponent(String(fieldsOf(sent.body).event_id));
    expect((await operator.send("PUT", `${path}/redact/${event}/rst-1`, {})).status).toBe(200);
    const [found] = (await roomsAtAliases(database, [full("redacted")])).values();
    expect([found?.room, found?.certain]).toEqual([room, false]);
  });
});
