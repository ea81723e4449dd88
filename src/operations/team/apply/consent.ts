import { Refusal } from "../../../errors.ts";
import type { UserId } from "../../../kinds/names.ts";
import { isDestructive, type TeamPlan } from "./plan.ts";
import type { TeamStep } from "./steps.ts";

/** What a person agreed to. */
export interface TeamConsent {
  /** The steps that take something away. */
  readonly destructive: readonly TeamStep[];
  /** Accounts that were deactivated, and are opened again. */
  readonly reactivate: readonly UserId[];
}

/** What was agreed to by who has seen this plan. */
export function consentTo(plan: TeamPlan, reactivate: readonly UserId[]): TeamConsent {
  return { destructive: plan.steps.filter(isDestructive), reactivate };
}

/** Whether a plan takes away nothing that was not agreed to. */
export function isAgreed(plan: TeamPlan, { destructive }: TeamConsent): boolean {
  const agreed = new Set(destructive.map((step) => JSON.stringify(step)));
  return plan.steps.filter(isDestructive).every((step) => agreed.has(JSON.stringify(step)));
}

/** More than these leaving at once need their number typed: a wrong file would take away the access of all. */
const mostUnasked = { members: 3, share: 0.1 };

/** Whether so many leave that their number has to be typed. */
export function mustTypeNumber({ leaving, members }: Pick<TeamPlan, "leaving" | "members">): boolean {
  return leaving.length > mostUnasked.members || leaving.length > members * mostUnasked.share;
}

/** Refuses members who were offboarded and are in the roster again, unless each was named: their keys are gone. */
export function refuseUnnamed({ returning }: TeamPlan, { reactivate }: Pick<TeamConsent, "reactivate">): void {
  const unnamed = returning.filter((user) => !reactivate.includes(user));
  if (unnamed.length === 0) return;
  const which = unnamed.join(", ");
  const was = unnamed.length === 1 ? `${which} was` : `${which} were`;
  throw new Refusal(
    `${was} offboarded, and the roster names them again. Their keys, devices and rooms are gone for good`,
    {
      next: `Give them a new ID, delete them from the roster, or open the account again, which also gives them the history of shared rooms back:  npx chatkeep team apply ${unnamed.map((user) => `--reactivate ${user}`).join(" ")}`,
    },
  );
}
