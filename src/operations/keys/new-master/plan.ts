import type { Plan, ServiceRole } from "../../../plan/plan.ts";
import type { RetiredKey } from "../rotation/retired-keys.ts";
import { othersNotice } from "../rotation/table.ts";

/** What a new master key changes, and who notices: what people are told before they agree. */
export interface NewMasterPlan {
  /** The public id of the key that goes; null where it is lost, or gone already. */
  readonly earlierKeyId: string | null;
  /** Whether a run that was killed is finished. */
  readonly isBegun: boolean;
  /** The containers that are replaced, in the order in which they start. */
  readonly replaced: readonly ServiceRole[];
  readonly retire: RetiredKey;
  readonly notices: readonly string[];
}

/** Decides it. */
export function decideNewMaster(
  plan: Plan,
  replaced: readonly ServiceRole[],
  { earlierKeyId, retire, isBegun }: Pick<NewMasterPlan, "earlierKeyId" | "retire" | "isBegun">,
): NewMasterPlan {
  const calls = plan.turn === null ? [] : ["Calls through the TURN server end and can be made again."];
  const notices = [
    "No member is signed out, and passwords stay right: the password pepper is carried over.",
    othersNotice(plan),
    ...calls,
    "Recovery kits and shares of before open the earlier key alone: that opens older copies of the stack file, and nothing that runs.",
  ];
  return { earlierKeyId, isBegun, replaced, retire, notices };
}
