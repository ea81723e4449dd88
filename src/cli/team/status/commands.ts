import { Command } from "commander";
import { examples, jsonOption, stackOption } from "../../options.ts";

/** `chatkeep team status` */
export function statusCommand(exit: (code: number) => void): Command {
  return new Command("status")
    .summary("see how far each member has come")
    .description(
      "Says of each member of the roster whether they were invited, signed in, changed their initial password, confirmed their devices and could recover their messages, and since when; and which accounts and rooms are not in the roster. It changes nothing. Exit code 3: a member does not meet the roster's policies.",
    )
    .addOption(stackOption())
    .addOption(jsonOption())
    .addHelpText(
      "after",
      examples("npx chatkeep team status", "npx chatkeep team status --json | jq '.members[] | .user, .stage'"),
    )
    .action(async (options) => exit(await (await import("./status.ts")).status(options)));
}
