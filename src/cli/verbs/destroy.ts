import { Command, Option } from "commander";
import { examples, jsonOption, stackOption, yesOption } from "./options.ts";

/** `chatkeep destroy` */
export function destroyCommand(exit: (code: number) => void): Command {
  return new Command("destroy")
    .summary("take the server down; its data stays")
    .description(
      "Takes the server down. Its data stays, and `up` brings it back, unless --delete-data is given: that deletes all accounts, messages and files permanently.",
    )
    .addOption(stackOption())
    .addOption(yesOption())
    .addOption(new Option("--delete-data", "delete the data as well; asks for the stack's name").default(false))
    .addOption(new Option("--yes-delete-data <name>", "the same without a question: the stack's name"))
    .addOption(jsonOption())
    .addHelpText(
      "after",
      examples("npx chatkeep destroy", "npx chatkeep destroy --stack trial --yes-delete-data trial"),
    )
    .action(async (options) => exit(await (await import("../up/destroy.ts")).destroy(options)));
}
