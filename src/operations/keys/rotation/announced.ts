import type { Plan, ServiceRole } from "../../../plan/plan.ts";
import { type Change, isRunOnce } from "../../state/change.ts";

/** The changes that were not announced: everything but the containers that are replaced, and what puts files in place. */
export function unannounced(
  changes: readonly Change[],
  plan: Pick<Plan, "services" | "installer" | "elementWeb">,
  replaced: readonly ServiceRole[],
): readonly Change[] {
  const names = new Set<string>(replaced.flatMap((role) => plan.services[role]?.name ?? []));
  const isAnnounced = ({ action, what, name }: Change) =>
    what === "container" && ((action === "replace" && names.has(name)) || isRunOnce(plan, name));
  return changes.filter((change) => !isAnnounced(change));
}
