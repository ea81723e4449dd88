import { readTemplates } from "../../io/machine/program-files.ts";
import type { Plan } from "../../plan/plan.ts";
import { type DelegationGuide, renderDelegation } from "../../render/dns/delegation.ts";

/** What the website at the server name must serve, and how. */
export function guideFor(plan: Plan): DelegationGuide {
  return renderDelegation(plan, readTemplates());
}
