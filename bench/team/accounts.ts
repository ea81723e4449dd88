import { randomBytes, randomUUID } from "node:crypto";
import { join } from "node:path";
import { systemClock } from "../../src/io/machine/clock.ts";
import { disk } from "../../src/io/machine/files.ts";
import { type Accounts, synapseAccounts } from "../../src/io/synapse/accounts.ts";
import type { SynapseOperator } from "../../src/io/synapse/operator.ts";
import { type Rooms, synapseRooms } from "../../src/io/synapse/rooms.ts";
import { fieldsOf } from "../../src/kinds/json.ts";
import type { UserId } from "../../src/kinds/names.ts";
import { Secret } from "../../src/kinds/secret.ts";
import { journalIn } from "../../src/operations/journal/journal.ts";
import { type PerformingWorld, perform } from "../../src/operations/steps/perform.ts";
import type { StepTable } from "../../src/operations/steps/table.ts";

interface MakeAccount {
  readonly kind: "makeAccount";
  readonly user: UserId;
  readonly withPassword: boolean;
}

interface Join {
  readonly kind: "join";
  readonly room: string;
  readonly user: UserId;
}

interface World extends PerformingWorld {
  readonly accounts: Accounts;
  readonly rooms: Rooms;
}

const table: StepTable<MakeAccount | Join, World> = {
  makeAccount: {
    describe: ({ user }) => `Make the account ${user}`,
    act: ({ user, withPassword }, { accounts }) => {
      const password = withPassword ? new Secret(randomBytes(12).toString("base64url")) : null;
      return accounts.make({ user, displayName: `Person ${user}`, admin: false, password });
    },
    atOnce: 8,
  },
  join: {
    describe: ({ room, user }) => `Put ${user} into ${room}`,
    act: ({ room, user }, { rooms }) => rooms.join(room, user),
    atOnce: 8,
    on: ({ room }) => room,
  },
};

/** Makes accounts as `team apply` does, each as a step with its line in a journal on the disk. */
export async function makeAccounts(
  synapse: SynapseOperator,
  folder: string,
  users: readonly UserId[],
  withPassword: boolean,
): Promise<void> {
  const steps = users.map((user): MakeAccount => ({ kind: "makeAccount", user, withPassword }));
  await perform(steps, table, worldWith(synapse, folder));
}

/** Puts everyone into every room, the same way. */
export async function joinAll(
  synapse: SynapseOperator,
  folder: string,
  users: readonly UserId[],
  rooms: readonly string[],
): Promise<void> {
  const steps = rooms.flatMap((room) => users.map((user): Join => ({ kind: "join", room, user })));
  await perform(steps, table, worldWith(synapse, folder));
}

/** Encrypted rooms that only the invited may join, with the operator in them. */
export async function makeRooms(synapse: SynapseOperator, count: number): Promise<readonly string[]> {
  const rooms: string[] = [];
  for (let index = 0; index < count; index++) {
    const encryption = { type: "m.room.encryption", state_key: "", content: { algorithm: "m.megolm.v1.aes-sha2" } };
    const body = { room_version: "12", preset: "private_chat", initial_state: [encryption] };
    const { status, body: made } = await synapse.send("POST", "/_matrix/client/v3/createRoom", body);
    if (status !== 200) throw new Error(`No room was made: ${status} ${JSON.stringify(made)}`);
    rooms.push(String(fieldsOf(made).room_id));
  }
  return rooms;
}

function worldWith(synapse: SynapseOperator, folder: string): World {
  const writer = { who: "bench", run: randomUUID(), command: "team apply" };
  const world = { files: disk, clock: systemClock, isLocked: async () => true };
  return {
    accounts: synapseAccounts(synapse, operator),
    rooms: synapseRooms(synapse, operator),
    journal: journalIn(world, join(folder, "journal.jsonl"), writer),
    narrator: { say: () => undefined },
  };
}

const operator = "@chatkeep:team.test" as UserId;
