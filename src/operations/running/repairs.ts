import type { ObservedAttachment, ObservedContainer, StackObservation } from "../../io/docker/observations.ts";
import type { Plan, PlannedService } from "../../plan/plan.ts";
import type { AnyStep } from "../steps/table.ts";
import type { EngineStep } from "./steps.ts";

/** Where a container is not on the engine's networks as declared. No provider reads this back, so Pulumi does not see it. */
export interface Misplacement {
  /** The declared networks that it is not on, or on which it has not its name. */
  readonly missing: readonly MissingAttachment[];
  /** The networks that it is on beside those. */
  readonly others: readonly ObservedAttachment[];
}

/** A network that a service must be on, its alias there, and how it is connected without that alias. */
interface MissingAttachment {
  readonly network: string;
  readonly alias: string;
  readonly nameless: ObservedAttachment | null;
}

/**
 * Compares a container's networks with those that are declared for its service. Settings that `up` has not carried out yet may
 * declare other networks than it is on: those are not there, and it is on older ones of the stack's own, which is no fault.
 */
export function findMisplacement(
  { networks: declared }: PlannedService,
  planned: Plan["networks"],
  found: readonly ObservedAttachment[],
  onEngine: StackObservation["networks"],
): Misplacement {
  const wanted = declared.flatMap(({ role, alias }) => {
    const network = planned[role]?.name;
    return network === undefined ? [] : [{ network, alias }];
  });
  const plannedNames = Object.values(planned).map(({ name }) => name);
  const isOlder = (name: string) => onEngine.some((each) => each.name === name) && !plannedNames.includes(name);
  const isBehind = found.some(({ network }) => isOlder(network));
  const missing = wanted.flatMap(({ network, alias }) => {
    const place = found.find((each) => each.network === network) ?? null;
    const isToCome = isBehind && !onEngine.some(({ name }) => name === network);
    return isToCome || place?.aliases.includes(alias) ? [] : [{ network, alias, nameless: place }];
  });
  const isElsewhere = ({ network }: ObservedAttachment) =>
    !isOlder(network) && !wanted.some((each) => each.network === network);
  return { missing, others: found.filter(isElsewhere) };
}

/**
 * What sets right, on containers that stay, what Pulumi cannot see: one that is paused, off its network, without its name there,
 * or on a network that is not declared. A network that is gone is Pulumi's to make, and its containers' with it.
 */
export function decideRepairs(
  plan: Pick<Plan, "services" | "networks">,
  engine: StackObservation,
): readonly EngineStep[] {
  return Object.values(plan.services).flatMap((service) => {
    const found = engine.containers.find(({ name }) => name === service.name);
    return found === undefined ? [] : repairsOf(service, plan, found, engine);
  });
}

function repairsOf(
  service: PlannedService,
  plan: Pick<Plan, "networks">,
  { id, name, state, networks: found }: ObservedContainer,
  { networks }: StackObservation,
): readonly EngineStep[] {
  const { missing, others } = findMisplacement(service, plan.networks, found, networks);
  const leave = (place: ObservedAttachment): EngineStep => {
    return { kind: "leaveNetwork", id, name, network: place.network, networkId: place.id };
  };
  return [
    ...(state.kind === "paused" ? [{ kind: "resumeContainer", id, name } as const] : []),
    ...missing.flatMap(({ network, alias, nameless }): readonly EngineStep[] => {
      const there = networks.find((each) => each.name === network);
      if (there === undefined) return [];
      const join: EngineStep = { kind: "joinNetwork", id, name, network, networkId: there.id, alias };
      return nameless === null ? [join] : [leave(nameless), join];
    }),
    ...others.map(leave),
  ];
}

/** Whether a step sets right what Pulumi cannot see. */
export function isRepair(
  step: AnyStep,
): step is Extract<
  EngineStep,
  { readonly kind: "startContainer" | "resumeContainer" | "joinNetwork" | "leaveNetwork" }
> {
  switch (step.kind) {
    case "startContainer":
    case "resumeContainer":
    case "joinNetwork":
    case "leaveNetwork":
      return true;
    default:
      return false;
  }
}
