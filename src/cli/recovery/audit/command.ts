import { Command, InvalidArgumentError, Option } from "commander";
import { type Duration, parseDuration } from "../../../kinds/duration.ts";
import { examples, jsonOption, stackOption } from "../../options.ts";

/** `chatkeep recovery audit` */
export function auditCommand(exit: (code: number) => void): Command {
  return new Command("audit")
    .summary("see which members could recover their messages")
    .description(
      "Says of each member whether they could recover their encrypted messages after losing every device, and what is missing; and of each device whether it is confirmed and in use. It reads no secret, and of messages only the IDs of their sessions. What the server cannot know is said. Exit code 3: a member does not meet the policy.",
    )
    .addOption(stackOption())
    .addOption(
      duration(
        "--ready-within <duration>",
        "a member must be ready this long after the account was created",
        "14 days",
      ),
    )
    .addOption(duration("--stale-after <duration>", "a device must not be unused for longer", "90 days"))
    .addOption(new Option("--html <file>", "write the report as one page to this file, too"))
    .addOption(jsonOption())
    .addHelpText(
      "after",
      examples(
        "npx chatkeep recovery audit",
        "npx chatkeep recovery audit --html who-can-recover.html",
        'npx chatkeep recovery audit --ready-within "7 days" --stale-after "30 days"',
        "npx chatkeep recovery audit --json | jq '.members[] | .user, .state'",
      ),
    )
    .action(async (options) => exit(await (await import("./audit.ts")).audit(options)));
}

function duration(flags: string, text: string, usual: string): Option {
  return new Option(flags, text).argParser(durationOf).default(parseDuration(usual), usual);
}

function durationOf(text: string): Duration {
  const found = parseDuration(text);
  if (found !== null) return found;
  throw new InvalidArgumentError("Write a duration, such as 14 days.");
}
