import { Refusal } from "../../errors.ts";

/** The refusal of another server name for a stack. The installer also refuses it, for plain `pulumi up`. */
export function renamed(stack: string, there: string, here: string): Refusal {
  return new Refusal(
    `The stack ${stack} is the server ${there} and cannot become ${here}: the server name is part of every account, room and message`,
    {
      next: `Write \`${there}\` as chatkeep:serverName again. For a server with another name, create another stack:  npx chatkeep init --stack NAME`,
    },
  );
}
