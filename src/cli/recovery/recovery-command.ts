import { Command } from "commander";
import { examples } from "../options.ts";
import { auditCommand } from "./audit/command.ts";
import { kitCommand, reshareCommand } from "./kit/sheets-commands.ts";
import { rebuildCommand, verifyCommand } from "./kit/typed-commands.ts";
import { memberCommands } from "./members/commands.ts";

/** `chatkeep recovery` */
export function recoveryCommand(exit: (code: number) => void): Command {
  const recovery = new Command("recovery")
    .summary("write the server's recovery kit, verify it, rebuild from it")
    .description("Writes the server's recovery kit, verifies one, and rebuilds a server from it.")
    .addHelpText("after", examples("npx chatkeep recovery kit", "npx chatkeep recovery verify"));
  const own = [kitCommand, verifyCommand, rebuildCommand, reshareCommand, auditCommand];
  for (const command of [...own.map((each) => each(exit)), ...memberCommands(exit)]) recovery.addCommand(command);
  return recovery;
}
