import { Command } from "commander";
import { examples, jsonOption, stackOption } from "./options.ts";

/** `chatkeep status` */
export function statusCommand(exit: (code: number) => void): Command {
  return new Command("status")
    .summary("say what runs, in which version, and whether it is well")
    .description(
      "Says what runs, since when, whether it is well or why not, and where settings and state are. Ends with 3 when something is not well.",
    )
    .addOption(stackOption())
    .addOption(jsonOption())
    .addHelpText("after", examples("npx chatkeep status", "npx chatkeep status --json | jq .healthy"))
    .action(async (options) => exit(await (await import("../running/status.ts")).status(options)));
}
