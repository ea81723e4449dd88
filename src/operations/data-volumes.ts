import { Refusal } from "../errors.ts";
import type { StackObservation } from "../io/observations.ts";
import type { PulumiState } from "../io/pulumi-state.ts";
import type { Plan } from "../plan/plan.ts";

/**
 * Refuses to go on where the engine has data that this stack's state does not know: it would be taken over silently, by a
 * server with other keys. A volume whose creation a killed run left open is the stack's own.
 */
export function refuseForeignData(plan: Plan, { volumes }: StackObservation, state: PulumiState | null): void {
  const { configuration: _, turn: __, ...data } = plan.volumes; // nothing of people's is in these
  const ours = new Set([...(state?.resources ?? []), ...(state?.pendingCreations ?? [])].map(({ name }) => name));
  const present = new Set(volumes.map(({ name }) => name));
  const foreign = Object.values(data).filter(({ name }) => present.has(name) && !ours.has(name));
  if (foreign.length === 0) return;
  const names = foreign.map(({ name }) => name);
  throw new Refusal(
    `The engine has data that the stack ${plan.stack} of this machine does not know: ${names.join(", ")}`,
    {
      next: [
        "Three ways out.",
        "Another name:  npx chatkeep up --stack NAME",
        "The state that belongs to the data: put back the state folder and the stack file from the machine or backup that has them.",
        `Delete the data for good:  npx chatkeep destroy --stack ${plan.stack} --delete-data`,
      ].join("\n  "),
    },
  );
}
