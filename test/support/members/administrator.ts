import type { Person } from "../../../src/io/matrix/client.ts";
import { chatkeepSucceeds, type Home } from "../stack/command-line.ts";
import { type InsideClient, leaveMessage, type Message, signInInside } from "./inside-client.ts";

/** The administrator of the stacks that tests make and change. */
export const ana: Person = { userId: "@ana:team.test", password: "four words are enough" };

/** Creates her account by the command line, signs her in, and leaves a message of hers. */
export async function letAnaIn(
  home: Home,
  text: string,
): Promise<{ readonly client: InsideClient; readonly message: Message }> {
  await chatkeepSucceeds(home, ["account", "create", "ana", "--admin", "--password-stdin"], `${ana.password}\n`);
  const client = await signInInside(home, ana);
  return { client, message: await leaveMessage(home, client, text) };
}
