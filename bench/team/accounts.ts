import { randomBytes, randomUUID } from "node:crypto";
import { join } from "node:path";
import { systemClock } from "../../src/io/machine/clock.ts";
import { disk } from "../../src/io/machine/files.ts";
import { type Accounts, synapseAccounts } from "../../src/io/synapse/accounts.ts";
import type { SynapseOperator } from "../../src/io/synapse/operator.ts";
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

interface World extends PerformingWorld {
  readonly accounts: Accounts;
}

const table: StepTable<MakeAccount, World> = {
  makeAccount: {
    describe: ({ user }) => `Make the account ${user}`,
    act: ({ user, withPassword }, { accounts }) => {
      const password = withPassword ? new Secret(randomBytes(12).toString("base64url")) : null;
      return accounts.make({ user, displayName: `Person ${user}`, admin: false, password });
    },
    atOnce: 8,
  },
};

/** Makes accounts as `team apply` does, each as a step with its line in a journal on the disk. */
export async function makeAccounts(
  synapse: SynapseOperator,
  folder: string,
  users: readonly UserId[],
  withPassword: boolean,
): Promise<void> {
  const writer = { who: "bench", run: randomUUID(), command: "team apply" };
  const world: World = {
    accounts: synapseAccounts(synapse, "@chatkeep:team.test" as UserId),
    journal: journalIn(
      { files: disk, clock: systemClock, isLocked: async () => true },
      join(folder, "journal.jsonl"),
      writer,
    ),
    narrator: { say: () => undefined },
  };
  const steps = users.map((user): MakeAccount => ({ kind: "makeAccount", user, withPassword }));
  await perform(steps, table, world);
}
