import { databaseIn } from "../../../../src/io/postgres/database.ts";
import { nameOf } from "../../../../src/plan/names.ts";
import { engineOf } from "../../stack/engine.ts";
import type { StackRecord } from "../../stack/stack.ts";
import { operatorOf } from "../operator.ts";
import { makeMember } from "../people.ts";
import { destroyDevice, newDevice } from "../recovering/device.ts";
import { readsAll, say, sessionOf } from "../recovering/messages.ts";
import { bringIn, makeRoom } from "../recovering/rooms.ts";
import { backedUp, makeIdentity, setUpRecovery } from "../recovering/setting-up.ts";
import { actOut, type Example, type ExampleName, examples } from "./examples.ts";

/** How many clients are at work at once: two processors serve them all. */
const atOnce = 5;

/** Makes an account of each example, and gives their user IDs. */
export async function populate(stack: StackRecord): Promise<ReadonlyMap<ExampleName, string>> {
  const operator = await operatorOf(stack);
  const made = new Map<ExampleName, string>();
  const waiting = Object.entries(examples) as [ExampleName, Example][];
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const person = await makeMember(operator, stack.serverName, next[0]);
      await actOut(next[1], person, stack);
      made.set(next[0], person.userId);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  operator.close();
  return made;
}

/** Who took part in a conversation, and which sessions their messages were encrypted with. */
export interface Conversation {
  readonly talker: string;
  readonly listener: string;
  readonly latecomer: string;
  /** How many different ones there are: of all messages, and of those since the latecomer came. */
  readonly sessions: number;
  readonly later: number;
}

/** Two members talk, the second without a backup; then a third comes, who has one, and only the first talks again. */
export async function converse(stack: StackRecord): Promise<Conversation> {
  const operator = await operatorOf(stack);
  const sign = async (name: string) => newDevice(stack, await makeMember(operator, stack.serverName, name), "off");
  const [talker, listener, latecomer] = await Promise.all(["talker", "listener", "latecomer"].map(sign));
  if (talker === undefined || listener === undefined || latecomer === undefined) throw new Error("Someone is missing.");
  await Promise.all([setUpRecovery(talker), makeIdentity(listener), setUpRecovery(latecomer)]);
  const room = await makeRoom(talker, [listener]);
  const first = [await say(talker, room, "one"), await say(listener, room, "two")];
  await Promise.all([talker, listener].map((device) => readsAll(device, room, first)));
  await bringIn(talker, latecomer, room);
  const last = await say(talker, room, "three");
  await Promise.all([latecomer, listener].map((device) => readsAll(device, room, [last])));
  await Promise.all([talker, latecomer].map(backedUp));
  const used = await Promise.all([...first, last].map((event) => sessionOf(talker, room, event)));
  await Promise.all([talker, listener, latecomer].map(destroyDevice));
  operator.close();
  const names = { talker: talker.userId, listener: listener.userId, latecomer: latecomer.userId };
  return { ...names, sessions: new Set(used).size, later: 1 };
}

/** Synapse's database, as the superuser or as the role that audits. */
export function databaseOf(stack: StackRecord, role: "postgres" | "audit") {
  return databaseIn(engineOf(stack), nameOf(stack.name, "postgres"), role);
}
