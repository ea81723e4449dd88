import { Refusal } from "../../../errors.ts";
import { type CheckValue, checkValueIn } from "../../../keys/members/check-value.ts";
import type { UserId } from "../../../kinds/names.ts";
import { accountId, asOperator } from "../../accounts/operate.ts";
import type { Session } from "../../session.ts";
import { settledStack } from "../../stack/settings.ts";

/** Reads a member's check value as the operator; refused where there is no such account. */
export async function checkValueOfMember(session: Session, name: string): Promise<CheckValue> {
  const settled = await settledStack(session);
  const user = accountId(name, settled.plan.serverName);
  const data = await asOperator(session, settled, ({ accountData }) => accountData.globalOf(user));
  if (data === null) throw noSuchMember(user);
  return checkValueIn(user, session.clock.now().toISOString(), data);
}

function noSuchMember(user: UserId): Refusal {
  return new Refusal(`The account ${user} does not exist`, {
    next: "To see all accounts:  npx chatkeep account list",
  });
}
