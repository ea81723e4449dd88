import { Command } from "commander";
import { examples } from "../options.ts";
import { applyCommand, planCommand } from "./apply/commands.ts";
import { offboardCommand, unlockCommand, verifyCommand } from "./offboard/commands.ts";
import { resetPasswordCommand, sheetCommand } from "./onboarding/commands.ts";
import { importCommand, initCommand } from "./roster/commands.ts";
import { remindCommand, statusCommand } from "./status/commands.ts";

const commands = [
  initCommand,
  importCommand,
  planCommand,
  applyCommand,
  statusCommand,
  remindCommand,
  sheetCommand,
  resetPasswordCommand,
  offboardCommand,
  unlockCommand,
  verifyCommand,
];

/** `chatkeep team` */
export function teamCommand(exit: (code: number) => void): Command {
  const team = new Command("team")
    .summary("one file says who belongs; the server agrees with it")
    .description(
      "Makes the server agree with the roster, stacks/team.STACK.yaml: who belongs, in which rooms, with which rights. Says how far each member has come.",
    )
    .addHelpText("after", examples("npx chatkeep team init", "npx chatkeep team plan", "npx chatkeep team status"));
  for (const command of commands) team.addCommand(command(exit));
  return team;
}
