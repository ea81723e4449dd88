import { Argument, Command, Option } from "commander";
import { examples, jsonOption, stackOption } from "../../options.ts";
import { moreListed } from "../../terminal/listed.ts";

const load = () => import("./roster.ts");

/** `chatkeep team init` */
export function initCommand(exit: (code: number) => void): Command {
  return new Command("init")
    .summary("write a roster from the running server")
    .description(
      "Writes stacks/team.STACK.yaml with the accounts and rooms that the running server has; on a server without accounts, an example to change. Never overwrites a file, and changes nothing on the server.",
    )
    .addOption(stackOption())
    .addOption(jsonOption())
    .addHelpText("after", examples("npx chatkeep team init"))
    .action(async (options) => exit(await (await load()).init(options)));
}

/** `chatkeep team import` */
export function importCommand(exit: (code: number) => void): Command {
  return new Command("import")
    .summary("add the people of a table, Slack or Mattermost to the roster")
    .description(
      "Adds people and rooms to the roster: from a CSV file with columns such as id, name, email, role and teams; from the folder of an unpacked Slack export; or from a Mattermost bulk export (.jsonl). What the roster has already stays as it is, and nothing changes on the server. Messages are not imported.",
    )
    .addArgument(new Argument("<file>", "a CSV file, a Mattermost export, or the folder of a Slack export"))
    .addOption(
      new Option("--admin <name...>", "who of them becomes an administrator").argParser(moreListed).default([], "none"),
    )
    .addOption(new Option("--dry-run", "say what would be added, and write nothing").default(false))
    .addOption(stackOption())
    .addOption(jsonOption())
    .addHelpText(
      "after",
      examples("npx chatkeep team import people.csv --admin ana", "npx chatkeep team import slack-export --dry-run"),
    )
    .action(async (file, options) => exit(await (await load()).importFile(file, options)));
}
