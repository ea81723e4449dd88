import { randomBytes } from "node:crypto";
import type { UserId } from "../../kinds/names.ts";
import { Secret } from "../../kinds/secret.ts";
import type { Accounts } from "../synapse/accounts.ts";
import type { Person } from "./client.ts";

/** Creates one account, with a new name and a random password. */
export async function makePerson(accounts: Pick<Accounts, "make">, serverName: string, name: string): Promise<Person> {
  const userId = `@${name}-${randomBytes(3).toString("hex")}:${serverName}`;
  const password = randomBytes(12).toString("base64url");
  const account = { displayName: name, admin: false, password: new Secret(password) };
  await accounts.make({ user: userId as UserId, ...account });
  return { userId, password };
}
