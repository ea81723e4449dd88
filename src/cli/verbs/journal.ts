import { Command, InvalidArgumentError, Option } from "commander";
import { examples, jsonOption, stackOption } from "./options.ts";

/** `chatkeep journal` */
export function journalCommand(exit: (code: number) => void): Command {
  return new Command("journal")
    .summary("show what was done to the server, and verify that record")
    .description(
      "Shows what was done to the server, by which user and when, and verifies that this record was not changed.",
    )
    .addCommand(show(exit), { isDefault: true })
    .addCommand(verify(exit))
    .addHelpText("after", examples("npx chatkeep journal show", "npx chatkeep journal verify"));
}

const load = () => import("../journal/journal.ts");

function show(exit: (code: number) => void): Command {
  return withFile(new Command("show"))
    .summary("show the last lines")
    .description("Shows the last lines of the journal: when, who, what, and how it ended.")
    .addOption(new Option("--lines <number>", "how many").default(20).argParser(countOf))
    .addHelpText("after", examples("npx chatkeep journal show --lines 50"))
    .action(async (options) => exit(await (await load()).show(options)));
}

function verify(exit: (code: number) => void): Command {
  return withFile(new Command("verify"))
    .summary("look whether a line was changed, removed, moved or added")
    .description(
      "Looks whether a line of the journal was changed, removed, moved, added or cut off since it was written. Ends with 3 when one was.",
    )
    .addHelpText("after", examples("npx chatkeep journal verify", "npx chatkeep journal verify --json | jq .whole"))
    .action(async (options) => exit(await (await load()).verify(options)));
}

function withFile(command: Command): Command {
  return command
    .addOption(stackOption())
    .addOption(new Option("--file <path>", "a journal elsewhere, such as the copy that `destroy --delete-data` leaves"))
    .addOption(jsonOption());
}

function countOf(text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Write a number from 1 on, such as 50.");
}
