import { readFile } from "node:fs/promises";
import type { SynapseOperator } from "../../src/io/synapse/operator.ts";
import { nameOf } from "../../src/plan/names.ts";
import { operatorOf } from "../../test/support/members/operator.ts";
import { makeMember } from "../../test/support/members/people.ts";
import { engineOf } from "../../test/support/stack/engine.ts";
import { bootStack, type StackRecord, testSettings } from "../../test/support/stack/stack.ts";
import { removeStack } from "../../test/support/stack/sweep.ts";
import { connect, textIn } from "./client.ts";
import { synapseAddress } from "./own-address.ts";
import { raisedLimits, type Subject } from "./subject.ts";

/** Boots a throwaway stack through `chatkeep up`; only the rate limits are not what a team would have. */
export async function bootOurs(memory: string): Promise<Subject> {
  const stack = await bootStack({ ...(await testSettings()), memory, homeserver: raisedLimits });
  try {
    return await subjectOf(stack);
  } catch (error) {
    await removeStack(stack);
    throw error;
  }
}

async function subjectOf(stack: StackRecord): Promise<Subject> {
  const container = engineOf(stack).getContainer(nameOf(stack.name, "synapse"));
  const address = await synapseAddress(container, nameOf(stack.name, "edge"));
  const operator = await operatorOf(stack);
  return {
    name: "chatkeep",
    address,
    front: { address: stack.baseUrl, authority: await readFile(stack.authorityFile, "utf8") },
    containers: {
      synapse: nameOf(stack.name, "synapse"),
      postgres: nameOf(stack.name, "postgres"),
      proxy: nameOf(stack.name, "proxy"),
    },
    makeAccount: (name) => makeAccount(operator, stack, address, name),
    remove: async () => {
      operator.close();
      await removeStack(stack);
    },
  };
}

async function makeAccount(operator: SynapseOperator, { serverName }: StackRecord, address: string, name: string) {
  const { userId, password } = await makeMember(operator, serverName, name);
  const client = connect(address, null);
  const identifier = { type: "m.id.user", user: userId };
  const login = { type: "m.login.password", identifier, password };
  const answer = await client.call("POST", "/_matrix/client/v3/login", null, login);
  await client.close();
  return textIn(answer, "access_token");
}
