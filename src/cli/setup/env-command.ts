import { Command } from "commander";
import { examples, jsonOption, stackOption } from "../options.ts";

/** `chatkeep env` */
export function envCommand(exit: (code: number) => void): Command {
  return new Command("env")
    .summary("print the variables that `pulumi` needs")
    .description(
      "Prints the environment variables with which `pulumi` itself works on this server. They contain paths and no secret.",
    )
    .addOption(stackOption())
    .addOption(jsonOption())
    .addHelpText("after", examples('eval "$(npx chatkeep env)" && pulumi preview --stack local'))
    .action(async (options) => exit(await (await import("./env.ts")).env(options)));
}
