import { readTemplates } from "../../io/machine/program-files.ts";
import type { Plan } from "../../plan/plan.ts";
import { type DelegationGuide, renderDelegation } from "../../render/dns/delegation.ts";

/** What somebody else has to serve at the server name, and how. */
export function guideFor(plan: Plan): DelegationGuide {
  return renderDelegation(plan, readTemplates());
}
