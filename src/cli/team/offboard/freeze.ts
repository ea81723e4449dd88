import { accountId } from "../../../actions/accounts/operate.ts";
import { onThisStack, type StackOptions } from "../../../actions/session.ts";
import { settledStack } from "../../../actions/stack/settings.ts";
import { mustFreeze, setFrozen } from "../../../actions/team/offboard/freeze.ts";
import { beginSession } from "../../session.ts";
import { agreed, type YesOption } from "../../up/consent.ts";

/** `team offboard --freeze-only`: the lock and nothing else. */
export async function freezeOne(name: string, options: StackOptions & YesOption): Promise<number> {
  const session = beginSession("team offboard", options);
  const { terminal, stack } = session;
  const settled = await settledStack(session);
  const user = accountId(name, settled.plan.serverName);
  const must = await mustFreeze(session, settled, user, true);
  const question = `Freeze ${user}? No session of theirs works until you undo it. They stay in their rooms, and nothing is lost.`;
  if (must && !(await agreed(terminal, options, question))) return 1;
  const changed = must && (await setFrozen(session, settled, user, true));
  const lines = [
    changed ? `${user} is frozen: no session of theirs works.` : `${user} is frozen already.`,
    "Their devices still get the keys of new messages, to be read if you undo this: remove them from the rooms by the offboarding.",
    `To undo it:      ${onThisStack(`team unlock ${user}`, stack)}`,
    `To continue:     ${onThisStack(`team offboard ${user}`, stack)}`,
  ];
  terminal.result(options.json ? JSON.stringify({ version: 1, user, frozen: true, changed }) : lines.join("\n"));
  return 0;
}

/** `team unlock`: undoes a freeze. */
export async function unlockOne(name: string, options: StackOptions): Promise<number> {
  const session = beginSession("team unlock", options);
  const settled = await settledStack(session);
  const user = accountId(name, settled.plan.serverName);
  const changed = await setFrozen(session, settled, user, false);
  const line = changed ? `${user} is unlocked: their sessions work again.` : `${user} was not frozen.`;
  session.terminal.result(options.json ? JSON.stringify({ version: 1, user, frozen: false, changed }) : line);
  return 0;
}
