import type { Clock } from "../../io/machine/clock.ts";
import type { Files } from "../../io/machine/files.ts";
import type { PulumiEvent } from "../../io/pulumi/events.ts";
import type { PulumiOutcome } from "../../io/pulumi/process.ts";
import type { OnEvent, Pulumi } from "../../io/pulumi/pulumi.ts";
import type { StackEngine } from "../../io/stack-engine.ts";
import { sealPathOf } from "../journal/chain.ts";
import { explainFailure } from "../running/failure.ts";
import { reportingUnhealthy } from "../running/report-unhealthy.ts";
import { stoppedOnRequest } from "../steps/interrupted.ts";
import type { Narrator } from "../steps/narrator.ts";
import type { StepTable } from "../steps/table.ts";
import { narrate } from "./narrate.ts";

/** What Pulumi does, and what is done to its state. */
export type StateStep =
  | { readonly kind: "initStack" }
  /** The volumes that the program imports instead of making them, by name; an empty list ends it. */
  | { readonly kind: "adoptVolumes"; readonly path: string; readonly volumes: readonly string[] }
  | { readonly kind: "apply" }
  | { readonly kind: "clearPendingCreations" }
  | { readonly kind: "destroy" }
  | { readonly kind: "unprotect" }
  | { readonly kind: "forgetStack" }
  | { readonly kind: "keepJournal"; readonly from: string; readonly to: string }
  | { readonly kind: "removeStateFolder"; readonly path: string };

/** What these steps are performed on. */
export interface StateStepWorld {
  readonly files: Pick<Files, "bytes" | "write" | "remove">;
  readonly pulumi: Pulumi;
  readonly engine: Pick<StackEngine, "observe" | "lastLogLines">;
  readonly clock: Clock;
  readonly narrator: Narrator;
}

/** What each of them says and does. */
export const stateSteps: StepTable<StateStep, StateStepWorld> = {
  initStack: { describe: () => "create Pulumi's state", act: (_, { pulumi }) => pulumi.initStack() },
  adoptVolumes: {
    describe: ({ volumes }) =>
      volumes.length === 0
        ? "delete the list of volumes that were taken over"
        : `take over ${volumes.join(", ")}, with all data`,
    act: ({ path, volumes }, { files }) =>
      volumes.length === 0 ? files.remove(path) : files.write(path, JSON.stringify(volumes), 0o600),
  },
  apply: { describe: () => "apply the plan", act: (_, world) => runPulumi(world.pulumi.up, world) },
  clearPendingCreations: {
    describe: () => "clear the unfinished operations of a killed run from Pulumi's state",
    act: (_, world) => runPulumi(world.pulumi.clearPendingCreations, world),
  },
  destroy: {
    describe: () => "remove all resources in the state that are not protected",
    act: (_, world) => runPulumi(world.pulumi.destroy, world),
  },
  unprotect: {
    describe: () => "remove the protection of the data volumes",
    act: (_, { pulumi }) => pulumi.unprotectAll(),
  },
  forgetStack: {
    describe: () => "remove the stack from Pulumi's state",
    act: (_, { pulumi }) => pulumi.removeStack(),
  },
  keepJournal: {
    describe: ({ to }) => `keep the journal as ${to}`,
    evidence: () => null, // the copy is of what was written before
    act: ({ from, to }, { files }) => keepJournal(from, to, files),
  },
  removeStateFolder: {
    describe: ({ path }) => `remove ${path} and the passphrase in it`,
    evidence: () => null, // the journal is in this folder: a line about the removal would create it again
    act: ({ path }, { files }) => files.remove(path),
  },
};

/** The last hash first: a copy without it could not be told from one that was cut off. */
async function keepJournal(from: string, to: string, files: StateStepWorld["files"]): Promise<void> {
  for (const path of [sealPathOf, (journal: string) => journal]) {
    const held = await files.bytes(path(from));
    if (held !== null) await files.write(path(to), held, 0o600);
  }
}

/** Runs Pulumi to its end, telling what it does; throws what a failure comes to. */
async function runPulumi(run: (onEvent: OnEvent) => Promise<PulumiOutcome>, world: StateStepWorld): Promise<void> {
  const events: PulumiEvent[] = [];
  const running = run((event) => {
    events.push(event);
    narrate(event, world.narrator);
  });
  const outcome = await reportingUnhealthy(world, running);
  if (outcome.interrupted) throw stoppedOnRequest();
  if (!outcome.succeeded) throw await explainFailure(outcome, events, world.engine);
}
