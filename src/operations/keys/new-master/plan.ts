import type { Plan, ServiceRole } from "../../../plan/plan.ts";
import type { RetiredKey } from "../rotation/retired-keys.ts";
import { othersNotice } from "../rotation/table.ts";

/** What a new master key changes, and who notices: what people are told before they agree. */
export interface NewMasterPlan {
  /** The public id of the key that goes; null where it is lost, or gone already. */
  readonly earlierKeyId: string | null;
  /** Whether a run that was killed is finished. */
  readonly isBegun: boolean;
  /** Whether the earlier key is lost, and the running server was read instead. */
  readonly isLost: boolean;
  /** The containers that are replaced, in the order in which they start. */
  readonly replaced: readonly ServiceRole[];
  readonly retire: RetiredKey;
  readonly notices: readonly string[];
}

/** What it is decided on beside the plan. */
export type NewMasterFacts = Pick<NewMasterPlan, "earlierKeyId" | "retire" | "isBegun" | "isLost" | "replaced">;

/** Decides it. */
export function decideNewMaster(plan: Plan, facts: NewMasterFacts): NewMasterPlan {
  const calls = plan.turn === null ? [] : ["Calls through the TURN server end and can be made again."];
  const notices = [
    "No member is signed out, and passwords stay right: the password pepper is carried over.",
    othersNotice(plan),
    ...calls,
    ...repositoryNotice(plan),
    "Recovery kits and shares of before open the earlier key alone: that opens older copies of the stack file, and nothing that runs.",
  ];
  return { ...facts, notices: facts.isLost ? [...notices, ...lostNotices] : notices };
}

function repositoryNotice({ backup }: Plan): readonly string[] {
  if (backup === null) return [];
  return [
    backup.appendOnly
      ? "The repository of backups opens with the new key too. The target lets nothing be deleted: remove the earlier key there."
      : "The repository of backups opens with the new key, and no longer with the earlier one.",
  ];
}

const lostNotices = [
  "Pulumi's state cannot be opened: it is set aside, and every container is made again on the same data. Apps cannot connect for half a minute.",
  "Afterwards, no other machine may run this server.",
];
