import { Refusal } from "../errors.ts";
import type { PulumiState } from "../io/pulumi-state.ts";
import type { Plan } from "../plan/plan.ts";

/** Refuses another server name than the stack was made with. The installer refuses the same, for whoever runs Pulumi itself. */
export function refuseOtherName({ stack, serverName }: Plan, state: PulumiState | null): void {
  const before = state?.serverName ?? null;
  if (before === null || before === serverName) return;
  throw new Refusal(
    `The stack ${stack} is the server ${before}, and cannot become ${serverName}: the name is in every account, room and message, and other servers know its keys by it`,
    {
      next: `Write \`${before}\` as chatkeep:serverName again. A server of another name is a stack of its own:  npx chatkeep up --stack NAME`,
    },
  );
}
