import type { Person } from "../../../src/io/matrix/client.ts";
import { makePerson } from "../../../src/io/matrix/people.ts";
import { synapseAccounts } from "../../../src/io/synapse/accounts.ts";
import type { SynapseOperator } from "../../../src/io/synapse/operator.ts";
import type { UserId } from "../../../src/kinds/names.ts";

/** Makes one account as the operator, with a name that no one has yet. */
export function makeMember(operator: SynapseOperator, serverName: string, name: string): Promise<Person> {
  return makePerson(synapseAccounts(operator, `@chatkeep:${serverName}` as UserId), serverName, name);
}

/** Makes several accounts, one after the other: each costs the server a quarter of a second for its password. */
export async function makePeople(
  operator: SynapseOperator,
  serverName: string,
  names: readonly string[],
): Promise<readonly Person[]> {
  const people: Person[] = [];
  for (const name of names) people.push(await makeMember(operator, serverName, name));
  return people;
}

/** Lifts one person's rate limit (Synapse admin API, "Override ratelimiting for users"): for a test that sends more than people do. */
export async function liftRateLimit(operator: SynapseOperator, userId: string): Promise<void> {
  const path = `/_synapse/admin/v1/users/${encodeURIComponent(userId)}/override_ratelimit`;
  const { status, body } = await operator.send("POST", path, { messages_per_second: 0, burst_count: 0 });
  if (status !== 200) throw new Error(`The rate limit was not lifted: ${status} ${JSON.stringify(body)}`);
  console.log(`The rate limit of ${userId} is lifted for this test.`);
}
