import { Refusal } from "../../errors.ts";

/** What to say where a stack is to get another server name. The installer refuses the same, for whoever runs Pulumi itself. */
export function renamed(stack: string, there: string, here: string): Refusal {
  return new Refusal(
    `The stack ${stack} is the server ${there} and cannot become ${here}: the server name is part of every account, room and message`,
    {
      next: `Write \`${there}\` as chatkeep:serverName again. For a server with another name, create another stack:  npx chatkeep init --stack NAME`,
    },
  );
}
