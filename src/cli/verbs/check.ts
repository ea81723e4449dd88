import { Command, Option } from "commander";
import { examples, jsonOption, stackOption } from "./options.ts";

/** `chatkeep check` */
export function checkCommand(exit: (code: number) => void): Command {
  return new Command("check")
    .summary("look at the running server from all sides")
    .description(
      "Looks at the server as apps and other servers see it, inside its containers, and at whether it is as declared. Ends with 3 when something is wrong or could not be looked at, with 4 when it is only not as declared.",
    )
    .addOption(stackOption())
    .addOption(new Option("--changes", "say only what changed since the last time, for a timer").default(false))
    .addOption(new Option("--webhook-file <path>", "a file with the address that is told of changes"))
    .addOption(new Option("--timer", "print what makes this run every quarter of an hour").default(false))
    .addOption(jsonOption())
    .addHelpText("after", examples("npx chatkeep check", "npx chatkeep check --changes --json"))
    .action(async (options) => exit(await (await import("../checks/check.ts")).check(options)));
}
