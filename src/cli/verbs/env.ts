import { Command } from "commander";
import { examples, jsonOption, stackOption } from "./options.ts";

/** `chatkeep env` */
export function envCommand(exit: (code: number) => void): Command {
  return new Command("env")
    .summary("print what plain `pulumi` needs")
    .description("Prints the variables that plain `pulumi` needs to work on this server: paths, and no secret.")
    .addOption(stackOption())
    .addOption(jsonOption())
    .addHelpText("after", examples('eval "$(npx chatkeep env)" && pulumi preview --stack local'))
    .action(async (options) => exit(await (await import("../env.ts")).env(options)));
}
