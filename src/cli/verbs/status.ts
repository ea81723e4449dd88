import { Command } from "commander";
import { examples, jsonOption, stackOption } from "./options.ts";

/** `chatkeep status` */
export function statusCommand(exit: (code: number) => void): Command {
  return new Command("status")
    .summary("show what runs, in which version, and whether it is healthy")
    .description(
      "Shows what runs, since when, whether it is healthy or why not, and where settings and state are. Exits with 3 if something is not healthy.",
    )
    .addOption(stackOption())
    .addOption(jsonOption())
    .addHelpText("after", examples("npx chatkeep status", "npx chatkeep status --json | jq .healthy"))
    .action(async (options) => exit(await (await import("../running/status.ts")).status(options)));
}
