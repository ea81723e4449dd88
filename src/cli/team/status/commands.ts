import { Argument, Command, InvalidArgumentError, Option } from "commander";
import { type Duration, parseDuration } from "../../../kinds/duration.ts";
import { examples, jsonOption, stackOption, yesOption } from "../../options.ts";

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

/** `chatkeep team remind` */
export function remindCommand(exit: (code: number) => void): Command {
  return new Command("remind")
    .summary("send members who miss a policy a message")
    .description(
      "Sends members who do not meet the roster's policies, or still use their initial password, a message that says what to do, after a question. The messages are not encrypted: they name no device and hold no secret. Of members who never signed in, it says how they can be reached.",
    )
    .addArgument(new Argument("[name...]", "these members alone, such as ana or @ana:acme.example"))
    .addOption(new Option("--dry-run", "show who would get which message, and send nothing").default(false))
    .addOption(
      new Option("--every <time>", "remind one member at most this often").default(week, "7 days").argParser(timeOf),
    )
    .addOption(new Option("--again", "also those who were reminded within this time").default(false))
    .addOption(new Option("--early", "also those who still have time to set up recovery").default(false))
    .addOption(yesOption())
    .addOption(stackOption())
    .addOption(jsonOption())
    .addHelpText("after", examples("npx chatkeep team remind --dry-run", "npx chatkeep team remind"))
    .action(async (names, options) => exit(await (await import("./remind.ts")).remind(names, options)));
}

function timeOf(text: string): Duration {
  const found = parseDuration(text);
  if (found === null) throw new InvalidArgumentError("Write a time, such as 7 days.");
  return found;
}

const week = timeOf("7 days");
