import { onThisStack } from "../../actions/session.ts";
import type { Plan } from "../../plan/plan.ts";

/** The containers whose logs can be asked for, by the role in their labels. */
export const loggedServices = ["postgres", "synapse", "proxy", "turn", "installer", "element-web"] as const;

/** All of them, for a person. */
export const namesOfServices = `${loggedServices.slice(0, -1).join(", ")} or ${loggedServices.at(-1)}`;

/** Why there is no such container, and what makes one. */
export function whyNoContainer(
  service: string | undefined,
  plan: Pick<Plan, "services" | "elementWeb" | "stack">,
): string {
  const up = onThisStack("up", plan.stack);
  if (service === "turn" && plan.services.turn === undefined)
    return `This server has no TURN server, because it has no calls. To have them, write \`chatkeep:calls: on\` in the stack file, then:  ${up}`;
  if (service === "element-web" && plan.elementWeb === null)
    return `This server serves no Element Web. To have it, write \`chatkeep:elementWeb: NAME\` in the stack file, then:  ${up}`;
  return `There is no such container. Bring the server up:  ${up}`;
}
