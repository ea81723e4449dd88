import { Argument, Command, Option } from "commander";
import { examples, jsonOption, stackOption, yesOption } from "./options.ts";

/** `chatkeep account` */
export function accountCommand(exit: (code: number) => void): Command {
  return new Command("account")
    .summary("make, list, lock and unlock accounts, set passwords")
    .description("Makes, lists, locks and unlocks accounts, and sets passwords.")
    .addCommand(create(exit))
    .addCommand(list(exit))
    .addCommand(resetPassword(exit))
    .addCommand(lock(exit))
    .addCommand(unlock(exit))
    .addHelpText("after", examples("npx chatkeep account create ana --admin", "npx chatkeep account list"));
}

const load = () => import("../accounts/accounts.ts");

function create(exit: (code: number) => void): Command {
  return withPassword(withName(new Command("create")))
    .summary("make an account")
    .description("Makes an account. Its password is typed, read from stdin, or made and shown once.")
    .addOption(new Option("--admin", "it administers the server").default(false))
    .addOption(new Option("--display-name <name>", "how others see the account"))
    .addHelpText(
      "after",
      examples(
        "npx chatkeep account create ana --admin",
        'npx chatkeep account create ben --display-name "Ben Lima" --generate',
      ),
    )
    .action(async (name, options) => exit(await (await load()).createOne(name, options)));
}

function list(exit: (code: number) => void): Command {
  return new Command("list")
    .summary("list all accounts")
    .description("Lists all accounts: state, role, when they were made and when they were last seen.")
    .addOption(stackOption())
    .addOption(jsonOption())
    .addHelpText("after", examples("npx chatkeep account list", "npx chatkeep account list --json | jq .accounts"))
    .action(async (options) => exit(await (await load()).listAll(options)));
}

function resetPassword(exit: (code: number) => void): Command {
  return withPassword(withName(new Command("reset-password")))
    .summary("give an account a new password")
    .description(
      "Gives an account a new password. Its devices stay signed in, and so keep their keys, unless --sign-out is given.",
    )
    .addOption(new Option("--sign-out", "sign all its devices out").default(false))
    .addOption(yesOption())
    .addHelpText("after", examples("npx chatkeep account reset-password ana"))
    .action(async (name, options) => exit(await (await load()).resetOne(name, options)));
}

function lock(exit: (code: number) => void): Command {
  return withName(new Command("lock"))
    .summary("keep an account from being used, until it is unlocked")
    .description(
      "Locks an account: it can neither sign in nor use the sessions it has. Nothing is deleted, and `unlock` undoes it.",
    )
    .addOption(yesOption())
    .addHelpText("after", examples("npx chatkeep account lock ana"))
    .action(async (name, options) => exit(await (await load()).lockOne(name, options)));
}

function unlock(exit: (code: number) => void): Command {
  return withName(new Command("unlock"))
    .summary("let a locked account be used again")
    .description("Unlocks an account: the sessions it had work again.")
    .addHelpText("after", examples("npx chatkeep account unlock ana"))
    .action(async (name, options) => exit(await (await load()).unlockOne(name, { ...options, yes: true })));
}

function withName(command: Command): Command {
  return command
    .addArgument(new Argument("<name>", "the account, such as ana or @ana:acme.example"))
    .addOption(stackOption())
    .addOption(jsonOption());
}

function withPassword(command: Command): Command {
  return command
    .addOption(new Option("--generate", "make a password and show it once").default(false).conflicts("passwordStdin"))
    .addOption(new Option("--password-stdin", "read the password from stdin").default(false));
}
