import { Command, Option } from "commander";
import { examples, jsonOption, stackOption } from "../options.ts";

/** `chatkeep check` */
export function checkCommand(exit: (code: number) => void): Command {
  return new Command("check")
    .summary("check the running server from outside and inside")
    .description(
      "Checks the server from the outside, as apps and other servers do, inside its containers, and against its settings. Exit code 3: something is wrong or could not be observed. Exit code 4: it only differs from its settings.",
    )
    .addOption(stackOption())
    .addOption(new Option("--changes", "print only what changed since the last run, for a timer").default(false))
    .addOption(new Option("--webhook-file <path>", "a file with the webhook's address; changes are sent to it"))
    .addOption(
      new Option("--timer", "print a systemd timer and a cron line that run this every 15 minutes").default(false),
    )
    .addOption(jsonOption())
    .addHelpText("after", examples("npx chatkeep check", "npx chatkeep check --changes --json"))
    .action(async (options) => exit(await (await import("./check.ts")).check(options)));
}
