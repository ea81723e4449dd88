import { Command, Option } from "commander";
import { examples, jsonOption, stackOption } from "../options.ts";

/** `chatkeep try` */
export function tryCommand(exit: (code: number) => void): Command {
  return new Command("try")
    .summary("try settings on a throwaway server")
    .description(
      "Starts a server with your settings on a random port of this machine, checks whether everything works, reports what it found, and removes the server again. Your own server is not touched.",
    )
    .addOption(stackOption())
    .addOption(new Option("--settings <file>", "another stack file to try"))
    .addOption(new Option("--keep", "leave the server running").default(false))
    .addOption(jsonOption())
    .addHelpText("after", examples("npx chatkeep try", "npx chatkeep try --settings stacks/Pulumi.acme.yaml --keep"))
    .action(async (options) => exit(await (await import("./try.ts")).trySettings(options)));
}
