import { Command, InvalidArgumentError, Option } from "commander";
import { examples, jsonOption, stackOption, yesOption } from "../../options.ts";
import { moreListed } from "../../terminal/listed.ts";

const load = () => import("./apply.ts");

/** `chatkeep team plan` */
export function planCommand(exit: (code: number) => void): Command {
  return new Command("plan")
    .summary("see what applying the roster would change")
    .description(
      "Compares the roster with the running server and lists every step that `team apply` would take: what it makes and changes, and apart from that what it takes away. It changes nothing.",
    )
    .addOption(stackOption())
    .addOption(jsonOption())
    .addHelpText("after", examples("npx chatkeep team plan", "npx chatkeep team plan --json | jq '.steps | length'"))
    .action(async (options) => exit(await (await load()).plan(options)));
}

/** `chatkeep team apply` */
export function applyCommand(exit: (code: number) => void): Command {
  return new Command("apply")
    .summary("make the server agree with the roster")
    .description(
      "Shows the plan, asks, and then makes accounts, rooms and memberships as the roster says. Newcomers get a sheet with what they sign in with. Members who are no longer in the roster are offboarded. It stops at the first thing that the server refuses; run again, it continues. Applied twice, it changes nothing.",
    )
    .addOption(stackOption())
    .addOption(jsonOption())
    .addOption(yesOption())
    .addOption(new Option("--sheets <folder>", "where to write the sheets of newcomers").default("team-sheets"))
    .addOption(
      new Option("--leaving <number>", "how many members leave, typed where they are more than 3 or 10 %").argParser(
        wholeNumber,
      ),
    )
    .addOption(
      new Option("--reactivate <member...>", "open these members' accounts again, which were offboarded").argParser(
        moreListed,
      ),
    )
    .addHelpText("after", examples("npx chatkeep team apply", "npx chatkeep team apply --yes --leaving 4"))
    .action(async (options) => exit(await (await load()).apply(options)));
}

function wholeNumber(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Write how many members leave, such as 4.");
}
