import { Argument, Command, Option } from "commander";
import { examples, jsonOption, stackOption, yesOption } from "../../options.ts";

/** `chatkeep team offboard` */
export function offboardCommand(exit: (code: number) => void): Command {
  return withMember(new Command("offboard"))
    .summary("take all access from a member, and prove it")
    .description(
      "Locks a member, hands over the rooms that only they lead, takes them out of the team's rooms, ends every session and deactivates the account. Then it proves by what the server says that no access is left, and writes a signed report. Exit code 3: a proof does not hold.",
    )
    .addOption(
      new Option("--freeze-only", "lock the account and do nothing else, for the first minute of a bad day")
        .default(false)
        .conflicts(["redact", "deleteMedia", "erase", "dryRun"]),
    )
    .addOption(new Option("--redact", "redact every message that they sent").default(false))
    .addOption(new Option("--delete-media", "delete the files that they uploaded").default(false))
    .addOption(
      new Option("--erase", "remove their profile, and hide their messages from those who join later").default(false),
    )
    .addOption(new Option("--folder <folder>", "where the report goes, instead of the stack's state folder"))
    .addOption(new Option("--dry-run", "print the steps and do nothing").default(false))
    .addOption(yesOption())
    .addHelpText(
      "after",
      examples(
        "npx chatkeep team offboard ben --freeze-only",
        "npx chatkeep team offboard ben --dry-run",
        "npx chatkeep team offboard ben",
      ),
    )
    .action(async (name, options) => exit(await (await import("./offboard.ts")).offboardOne(name, options)));
}

/** `chatkeep team unlock` */
export function unlockCommand(exit: (code: number) => void): Command {
  return withMember(new Command("unlock"))
    .summary("undo a freeze")
    .description("Unlocks a member that was frozen. Their sessions work again, and they are in all their rooms still.")
    .addHelpText("after", examples("npx chatkeep team unlock ben"))
    .action(async (name, options) => exit(await (await import("./freeze.ts")).unlockOne(name, options)));
}

/** `chatkeep team verify` */
export function verifyCommand(exit: (code: number) => void): Command {
  return new Command("verify")
    .summary("check the report of an offboarding")
    .description(
      "Checks that a report is exactly as it was signed, and asks the server what changed since. Exit code 3: what was proven no longer holds.",
    )
    .addArgument(new Argument("<report>", "the file that `team offboard` wrote"))
    .addOption(
      new Option("--evidence-key <key>", "the evidence key on the recovery kit, to check without any server at hand"),
    )
    .addOption(stackOption())
    .addOption(jsonOption())
    .addHelpText(
      "after",
      examples("npx chatkeep team verify ben.json", "npx chatkeep team verify ben.json --evidence-key KEY"),
    )
    .action(async (report, options) => exit(await (await import("./verify.ts")).verifyOne(report, options)));
}

function withMember(command: Command): Command {
  return command
    .addArgument(new Argument("<member>", "the member, such as ben or @ben:acme.example"))
    .addOption(stackOption())
    .addOption(jsonOption());
}
