import { type DnsStep, type DnsStepWorld, dnsSteps } from "../dns/steps.ts";
import { type KeyStep, type KeyStepWorld, keySteps } from "../keys/steps.ts";
import { type LockStep, type LockStepWorld, lockSteps } from "../lock/steps.ts";
import { type EngineStep, type EngineStepWorld, engineSteps } from "../running/steps.ts";
import { type StateStep, type StateStepWorld, stateSteps } from "../state/steps.ts";
import type { PerformingWorld } from "../steps/perform.ts";
import type { StepTable } from "../steps/table.ts";

/** One thing that `up` or `destroy` does. */
export type Step = LockStep | KeyStep | DnsStep | EngineStep | StateStep;

/** All that these steps are performed on, handed in. */
export interface World
  extends PerformingWorld,
    LockStepWorld,
    KeyStepWorld,
    DnsStepWorld,
    EngineStepWorld,
    StateStepWorld {
  readonly files: LockStepWorld["files"] & KeyStepWorld["files"] & StateStepWorld["files"];
  readonly pulumi: StateStepWorld["pulumi"];
  readonly engine: EngineStepWorld["engine"];
  readonly narrator: EngineStepWorld["narrator"];
}

/** What each step of `up` and `destroy` says and does. */
export const steps: StepTable<Step, World> = { ...lockSteps, ...keySteps, ...dnsSteps, ...engineSteps, ...stateSteps };
