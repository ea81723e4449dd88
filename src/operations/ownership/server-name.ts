import { Refusal } from "../../errors.ts";

/** What to say where a stack is to get another server name. The installer refuses the same, for whoever runs Pulumi itself. */
export function renamed(stack: string, there: string, here: string): Refusal {
  return new Refusal(
    `The stack ${stack} is the server ${there}, and cannot become ${here}: the name is in every account, room and message, and other servers know its keys by it`,
    {
      next: `Write \`${there}\` as chatkeep:serverName again. A server of another name is a stack of its own:  npx chatkeep init --stack NAME`,
    },
  );
}
