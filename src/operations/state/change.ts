import type { EngineFacts } from "../../io/docker/engine-facts.ts";
import type { PulumiEvent, ResourceChange } from "../../io/pulumi/events.ts";
import type { Plan } from "../../plan/plan.ts";

/** What happens to one thing on the engine. */
export interface Change {
  readonly action: "create" | "adopt" | "update" | "replace" | "delete";
  /** Such as `container`. */
  readonly what: string;
  readonly name: string;
  /** The properties that differ. */
  readonly because: readonly string[];
}

/** What a preview says will happen, and what a refresh found to be other than remembered. */
export interface Preview {
  readonly changes: readonly Change[];
  readonly drift: readonly Drift[];
}

/** Something on the engine is not as it was left. */
export interface Drift {
  readonly what: string;
  readonly name: string;
  readonly found: "gone" | "stopped" | "changed";
}

const actions: Readonly<Record<string, Change["action"]>> = {
  create: "create",
  import: "adopt",
  update: "update",
  replace: "replace",
  delete: "delete",
};

/** What Pulumi takes for a change and is none. */
export interface Surroundings {
  /** What the engine can hold containers to: the rest it forgets, and so it differs at every look. */
  readonly limits: EngineFacts["limits"];
  /** Whether a container has done its work when it ends: it may be cleared away, as people do at night. */
  readonly isRunOnce: (name: string) => boolean;
}

/** The surroundings of a plan's stack. */
export function surroundingsOf(
  plan: Pick<Plan, "installer" | "elementWeb">,
  { limits }: Pick<EngineFacts, "limits">,
): Surroundings {
  return { limits, isRunOnce: (name) => isRunOnce(plan, name) };
}

/** Whether a container of the stack has done its work when it ends. */
export function isRunOnce({ installer, elementWeb }: Pick<Plan, "installer" | "elementWeb">, name: string): boolean {
  return name.startsWith(installer.namePrefix) || name === elementWeb?.containerName;
}

/** Reads a preview's events, without what is no change. */
export function readPreview(events: readonly PulumiEvent[], { limits, isRunOnce }: Surroundings): Preview {
  const forgotten = [...(limits.memory ? [] : ["memory"]), ...(limits.memory && limits.swap ? [] : ["memorySwap"])];
  const isForgotten = ({ operation, because }: ResourceChange) =>
    ["update", "refresh"].includes(operation) &&
    because.length > 0 &&
    because.every((each) => forgotten.includes(each));
  const { changes, drift } = readAll(events.filter((event) => !("change" in event) || !isForgotten(event.change)));
  const cleared = new Set(
    drift.filter(({ name, found }) => found === "gone" && isRunOnce(name)).map(({ name }) => name),
  );
  const isAgain = ({ action, name }: Change) => action === "create" && cleared.has(name);
  return {
    changes: changes.every(isAgain) ? [] : changes,
    drift: drift.filter(({ name }) => !cleared.has(name)),
  };
}

/** Components and Pulumi's own records stand for nothing on the engine. */
function readAll(events: readonly PulumiEvent[]): Preview {
  const changes = events.flatMap((event) => {
    const action = event.kind === "begun" ? actions[event.change.operation] : undefined;
    return event.kind !== "begun" || action === undefined || !isReal(event.change)
      ? []
      : [changeOf(action, event.change)];
  });
  const drift = events.flatMap((event) => (event.kind === "done" && isReal(event.change) ? driftOf(event.change) : []));
  return { changes, drift };
}

/** The last part of a type token, such as `Container` of `docker:index/container:Container`, in lower case; a `DnsRecord` is a record. */
export function kindOf(type: string): string {
  return (type.split(":").at(-1) ?? type).toLowerCase().replace(/^dns/, "");
}

/** Whether a resource stands for something on the engine or at the DNS provider, and is not a component or a record of Pulumi's own. */
export function isReal({ type }: { readonly type: string }): boolean {
  return !type.startsWith("pulumi:") && !type.startsWith("chatkeep:");
}

function changeOf(action: Change["action"], { type, name, because }: ResourceChange): Change {
  return { action, what: kindOf(type), name, because };
}

/** A container that only looks different, such as by a new state of health, is no drift: what counts is what leads to a change. */
function driftOf({ operation, type, name, because, gone }: ResourceChange): readonly Drift[] {
  if (operation !== "refresh" || (!gone && because.length === 0)) return [];
  // Both Docker providers say so of a container that should run and has ended.
  const isStopped = because.includes("mustRun");
  return [{ what: kindOf(type), name, found: gone ? "gone" : isStopped ? "stopped" : "changed" }];
}
