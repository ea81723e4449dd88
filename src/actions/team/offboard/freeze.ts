import type { UserId } from "../../../kinds/names.ts";
import { mustSetLocked } from "../../../operations/accounts/accounts.ts";
import { unlockStep } from "../../../operations/team/offboard/evidence.ts";
import { asOperator } from "../../accounts/operate.ts";
import type { Session } from "../../session.ts";
import type { Settled } from "../../stack/settings.ts";
import { withLock } from "../../stack/with-lock.ts";

/** Whether a member has to be locked, or unlocked; refused where no administrator would be left, or the account is closed. */
export function mustFreeze(session: Session, settled: Settled, user: UserId, locked: boolean): Promise<boolean> {
  return asOperator(session, settled, ({ accounts }) => mustSetLocked(accounts, user, locked));
}

/** Locks a member, or undoes it. Nothing else happens, so that it takes a moment. Gives whether anything had to be done. */
export function setFrozen(session: Session, settled: Settled, user: UserId, locked: boolean): Promise<boolean> {
  return withLock(session, (_, journal) =>
    asOperator(session, settled, async ({ accounts }) => {
      if (!(await mustSetLocked(accounts, user, locked))) return false;
      await journal.record(locked ? "freeze" : unlockStep, { user }, () => accounts.setLocked(user, locked));
      return true;
    }),
  );
}
