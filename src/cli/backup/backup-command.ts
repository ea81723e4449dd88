import { Command } from "commander";
import { examples, jsonOption, stackOption } from "../options.ts";

/** `chatkeep backup` */
export function backupCommand(exit: (code: number) => void): Command {
  return new Command("backup")
    .summary("make a backup now, list archives")
    .description(
      "Makes archives of the server, from which `restore` brings it back, and lists them. chatkeep:backup in the stack file says where they go and how often one is made.",
    )
    .addCommand(now(exit))
    .addCommand(list(exit), { isDefault: true })
    .addHelpText("after", examples("npx chatkeep backup now", "npx chatkeep backup list"));
}

function now(exit: (code: number) => void): Command {
  return new Command("now")
    .summary("make an archive now")
    .description(
      "Makes an archive now, while the server runs: the database, uploaded files, certificates, and what this machine left with the last command. Waits for one that is under way.",
    )
    .addOption(stackOption())
    .addOption(jsonOption())
    .addHelpText("after", examples("npx chatkeep backup now", "npx chatkeep backup now --stack acme --json"))
    .action(async (options) => exit(await (await import("./now.ts")).now(options)));
}

function list(exit: (code: number) => void): Command {
  return new Command("list")
    .summary("list the archives in the repository")
    .description(
      "Lists the archives in the repository with their age and size, oldest first, and what is unfinished. Exit code 3: none of them can be restored.",
    )
    .addOption(stackOption())
    .addOption(jsonOption())
    .addHelpText("after", examples("npx chatkeep backup list", "npx chatkeep backup list --json | jq .archives"))
    .action(async (options) => exit(await (await import("./list.ts")).list(options)));
}
