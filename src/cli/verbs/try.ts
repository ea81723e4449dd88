import { Command, Option } from "commander";
import { examples, jsonOption, stackOption } from "./options.ts";

/** `chatkeep try` */
export function tryCommand(exit: (code: number) => void): Command {
  return new Command("try")
    .summary("try settings on a throwaway server")
    .description(
      "Brings a server up with your settings on a random port of this machine, looks whether everything works, says what it found and removes it again. Your own server is not touched.",
    )
    .addOption(stackOption())
    .addOption(new Option("--settings <file>", "the stack file to try, if not the stack's own"))
    .addOption(new Option("--keep", "leave the server running, to look at it").default(false))
    .addOption(jsonOption())
    .addHelpText("after", examples("npx chatkeep try", "npx chatkeep try --settings stacks/Pulumi.acme.yaml --keep"))
    .action(async (options) => exit(await (await import("../try/try.ts")).trySettings(options)));
}
