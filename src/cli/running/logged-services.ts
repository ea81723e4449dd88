import { onThisStack } from "../../actions/session.ts";
import type { Plan } from "../../plan/plan.ts";
import { inStartOrder, serviceDefinitions } from "../../plan/services/all.ts";
import type { ServiceDefinition } from "../../plan/services/definition.ts";

/** The containers whose logs can be asked for, by the role in their labels: the services, and the two that run once. */
export function loggedServices(definitions: readonly ServiceDefinition[] = serviceDefinitions): readonly string[] {
  return [...inStartOrder(definitions).map(({ name }) => name), "installer", "element-web"];
}

/** All of them, for a person. */
export function namesOfServices(): string {
  const names = loggedServices();
  return `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}

/** Why there is no such container, and what makes one. */
export function whyNoContainer(
  service: string | undefined,
  plan: Pick<Plan, "services" | "elementWeb" | "stack">,
  definitions: readonly ServiceDefinition[] = serviceDefinitions,
): string {
  const up = onThisStack("up", plan.stack);
  const optional = definitions.find(({ name }) => name === service)?.optional;
  if (service !== undefined && optional && plan.services[service] === undefined)
    return `${optional.howToHaveIt}, then:  ${up}`;
  if (service === "element-web" && plan.elementWeb === null)
    return `This server does not serve Element Web. To enable it, write \`chatkeep:elementWeb: NAME\` in the stack file, then:  ${up}`;
  return `The container does not exist. Start the server:  ${up}`;
}
