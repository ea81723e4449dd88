import { Command, Option } from "commander";
import {
  examples,
  issuedOptions,
  jsonOption,
  resolverOption,
  stackOption,
  withOptions,
  yesOption,
} from "../options.ts";

/** `chatkeep up` */
export function upCommand(exit: (code: number) => void): Command {
  const command = new Command("up")
    .summary("start the server, or update it to its settings")
    .description(
      "Compares the settings with what runs, shows the differences, and applies them. Running it twice is harmless. If a run is killed, the next run finishes its work.",
    )
    .addOption(stackOption())
    .addOption(new Option("--dry-run", "show what would be done, and change nothing").default(false))
    .addOption(new Option("--replace-records", "replace DNS records that differ from the plan").default(false));
  return withOptions(command, issuedOptions())
    .addOption(new Option("--skip-check <check...>", "continue even if these checks of doctor fail"))
    .addOption(resolverOption())
    .addOption(yesOption())
    .addOption(jsonOption())
    .addHelpText("after", examples("npx chatkeep up", "npx chatkeep up --stack acme --dry-run"))
    .action(async (options) => exit(await (await import("./up.ts")).up(options)));
}
