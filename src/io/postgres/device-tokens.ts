import type { UserId } from "../../kinds/names.ts";
import type { Database } from "./database.ts";
import { literal } from "./literal.ts";

/** How many tokens still let these devices of an account in, access and refresh tokens together. Only their number is asked for. */
export async function countDeviceTokens(
  database: Pick<Database, "rows">,
  user: UserId,
  ids: readonly string[],
): Promise<number> {
  const theirs = `user_id = ${literal(user)} AND device_id IN (${ids.map(literal).join(", ")})`;
  const count = (table: string) => `(SELECT count(*) FROM ${table} WHERE ${theirs})`;
  const [row] = await Array.fromAsync(database.rows(`SELECT ${count("access_tokens")} + ${count("refresh_tokens")}`));
  return Number(row?.[0] ?? Number.NaN);
}
