import { Command, Option } from "commander";
import { examples, jsonOption, stackOption, yesOption } from "../options.ts";

/** `chatkeep destroy` */
export function destroyCommand(exit: (code: number) => void): Command {
  return new Command("destroy")
    .summary("remove the server; its data stays")
    .description(
      "Removes the server's containers and networks. Its data stays, and `up` starts it again. With --delete-data, all accounts, messages and files are deleted permanently.",
    )
    .addOption(stackOption())
    .addOption(yesOption())
    .addOption(new Option("--delete-data", "also delete the data, after you type the stack's name").default(false))
    .addOption(new Option("--yes-delete-data <name>", "also delete the data, without a question; <name> is the stack"))
    .addOption(jsonOption())
    .addHelpText(
      "after",
      examples("npx chatkeep destroy", "npx chatkeep destroy --stack trial --yes-delete-data trial"),
    )
    .action(async (options) => exit(await (await import("./destroy.ts")).destroy(options)));
}
