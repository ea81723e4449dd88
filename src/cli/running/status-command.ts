import { Command } from "commander";
import { examples, jsonOption, stackOption } from "../options.ts";

/** `chatkeep status` */
export function statusCommand(exit: (code: number) => void): Command {
  return new Command("status")
    .summary("show what runs and whether it is healthy")
    .description(
      "Shows each service with its version, since when it runs and whether it is healthy or why not, and where settings and state are. Exit code 3: something is not healthy, or backups are missing, late or failing.",
    )
    .addOption(stackOption())
    .addOption(jsonOption())
    .addHelpText("after", examples("npx chatkeep status", "npx chatkeep status --json | jq .healthy"))
    .action(async (options) => exit(await (await import("./status.ts")).status(options)));
}
