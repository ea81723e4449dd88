import { randomBytes } from "node:crypto";
import type { SynapseOperator } from "../../src/io/synapse-operator.ts";
import type { Person } from "./client.ts";

/** Makes one account as an administrator does, with a name nobody has yet and a password of its own. */
export async function makePerson(operator: SynapseOperator, serverName: string, name: string): Promise<Person> {
  const userId = `@${name}-${randomBytes(3).toString("hex")}:${serverName}`;
  const password = randomBytes(12).toString("base64url");
  const path = `/_synapse/admin/v2/users/${encodeURIComponent(userId)}`;
  const { status, body } = await operator.send("PUT", path, { password, displayname: name });
  if (status === 201) return { userId, password };
  throw new Error(`${userId} was not made: Synapse answered ${status} ${JSON.stringify(body)}`);
}

/** Makes several accounts, one after the other: each costs the server a quarter of a second for its password. */
export async function makePeople(
  operator: SynapseOperator,
  serverName: string,
  names: readonly string[],
): Promise<readonly Person[]> {
  const people: Person[] = [];
  for (const name of names) people.push(await makePerson(operator, serverName, name));
  return people;
}

/** Lifts one person's rate limit (Synapse admin API, "Override ratelimiting for users"): for a test that sends more than people do. */
export async function liftRateLimit(operator: SynapseOperator, userId: string): Promise<void> {
  const path = `/_synapse/admin/v1/users/${encodeURIComponent(userId)}/override_ratelimit`;
  const { status, body } = await operator.send("POST", path, { messages_per_second: 0, burst_count: 0 });
  if (status !== 200) throw new Error(`The rate limit was not lifted: ${status} ${JSON.stringify(body)}`);
  console.log(`The rate limit of ${userId} is lifted for this test.`);
}
