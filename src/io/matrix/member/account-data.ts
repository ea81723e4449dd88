import { StackError } from "../../../errors.ts";
import { fieldsOf } from "../../../kinds/json.ts";
import { saidBy } from "./api.ts";
import type { MemberSession } from "./session.ts";

/** The content of one type of the member's own account data; null where there is none. */
export async function accountData({ api, userId }: MemberSession, type: string): Promise<unknown> {
  const path = `v3/user/${encodeURIComponent(userId)}/account_data/${encodeURIComponent(type)}`;
  const answer = await api.ask("GET", path);
  if (answer.status === 200) return answer.body;
  if (answer.status === 404) return null;
  throw new StackError(`The server did not give the account data ${type}: ${saidBy(answer)}`, {
    next: "Run the same command again.",
  });
}

/** All account data of these types, `*` at the end of one standing for anything. One answer has it: no rooms, no presence (Matrix client-server API, "Filtering"). */
export async function accountDataOf(
  { api }: Pick<MemberSession, "api">,
  types: readonly string[],
): Promise<Readonly<Record<string, unknown>>> {
  const filter = { account_data: { types }, presence: { types: [] }, room: { rooms: [] } };
  const query = new URLSearchParams({ filter: JSON.stringify(filter), timeout: "0", set_presence: "offline" });
  const body = await api.expect("the account's data", "GET", `v3/sync?${query}`);
  const { events } = fieldsOf(body.account_data);
  const list: readonly unknown[] = Array.isArray(events) ? events : [];
  return Object.fromEntries(list.map((event) => [String(fieldsOf(event).type), fieldsOf(event).content]));
}
