import { Command, InvalidArgumentError, Option } from "commander";
import { examples, jsonOption, stackOption } from "../options.ts";

/** `chatkeep journal` */
export function journalCommand(exit: (code: number) => void): Command {
  return new Command("journal")
    .summary("show and verify the record of changes")
    .description(
      "Shows what was done to the server, by which user and when, and verifies that nothing in this record was changed.",
    )
    .addCommand(show(exit), { isDefault: true })
    .addCommand(verify(exit))
    .addHelpText("after", examples("npx chatkeep journal show", "npx chatkeep journal verify"));
}

const load = () => import("./journal.ts");

function show(exit: (code: number) => void): Command {
  return withFile(new Command("show"))
    .summary("show the last lines")
    .description("Shows the last lines of the journal: when, who, what, and the result.")
    .addOption(new Option("--lines <number>", "how many lines").default(20).argParser(countOf))
    .addHelpText("after", examples("npx chatkeep journal show --lines 50"))
    .action(async (options) => exit(await (await load()).show(options)));
}

function verify(exit: (code: number) => void): Command {
  return withFile(new Command("verify"))
    .summary("verify that no line was changed, removed, moved or added")
    .description(
      "Verifies that no line of the journal was changed, removed, moved, added or cut off since it was written. Exit code 3: one was.",
    )
    .addHelpText("after", examples("npx chatkeep journal verify", "npx chatkeep journal verify --json | jq .whole"))
    .action(async (options) => exit(await (await load()).verify(options)));
}

function withFile(command: Command): Command {
  return command
    .addOption(stackOption())
    .addOption(new Option("--file <path>", "another journal file, such as the copy left by `destroy --delete-data`"))
    .addOption(jsonOption());
}

function countOf(text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Write a number of 1 or more, such as 50.");
}
