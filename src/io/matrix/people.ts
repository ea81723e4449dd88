import { randomBytes } from "node:crypto";
import { StackError } from "../../errors.ts";
import type { SynapseOperator } from "../synapse/operator.ts";
import type { Person } from "./client.ts";

/** Makes one account as an administrator does (Synapse admin API, "Create or modify account"), with a name nobody has yet and a password of its own. */
export async function makePerson(operator: SynapseOperator, serverName: string, name: string): Promise<Person> {
  const userId = `@${name}-${randomBytes(3).toString("hex")}:${serverName}`;
  const password = randomBytes(12).toString("base64url");
  const path = `/_synapse/admin/v2/users/${encodeURIComponent(userId)}`;
  const { status, body } = await operator.send("PUT", path, { password, displayname: name });
  if (status === 201) return { userId, password };
  throw new StackError(`${userId} was not created: Synapse answered ${status} ${JSON.stringify(body)}`);
}
