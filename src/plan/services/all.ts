import type { Settings } from "../../settings/settings.ts";
import { backupDefinition } from "./backup.ts";
import type { ServiceDefinition } from "./definition.ts";
import { postgresDefinition } from "./postgres.ts";
import { proxyDefinition } from "./proxy.ts";
import { synapseDefinition } from "./synapse.ts";
import { turnDefinition } from "./turn.ts";

/** Every service that a stack can have. Planning, creating, showing and removing services all use this list. */
export const serviceDefinitions: readonly ServiceDefinition[] = [
  synapseDefinition,
  postgresDefinition,
  proxyDefinition,
  turnDefinition,
  backupDefinition,
];

/** Those that a stack with these settings has. */
export function wantedServices(
  settings: Settings,
  definitions: readonly ServiceDefinition[],
): readonly ServiceDefinition[] {
  return definitions.filter(({ optional }) => optional?.isWanted(settings) ?? true);
}

/** The same in the order in which they start: what a service needs comes before it. */
export function inStartOrder(definitions: readonly ServiceDefinition[]): readonly ServiceDefinition[] {
  const order = new Set<ServiceDefinition>();
  const add = (definition: ServiceDefinition, waiting: readonly string[]): void => {
    for (const name of definition.needs) add(neededBy(definition, name, waiting), [...waiting, definition.name]);
    order.add(definition);
  };
  const neededBy = ({ name: who }: ServiceDefinition, name: string, waiting: readonly string[]) => {
    const needed = definitions.find((each) => each.name === name);
    if (needed === undefined || waiting.includes(name))
      throw new Error(`${who} needs ${name}, which is not there before`);
    return needed;
  };
  for (const each of definitions) add(each, []);
  return [...order];
}
