import { Argument, Command, Option } from "commander";
import { examples, jsonOption, stackOption, yesOption } from "../options.ts";

/** `chatkeep account` */
export function accountCommand(exit: (code: number) => void): Command {
  return new Command("account")
    .summary("manage accounts and their passwords")
    .description("Creates, lists, locks and unlocks accounts, and sets passwords.")
    .addCommand(create(exit))
    .addCommand(list(exit))
    .addCommand(resetPassword(exit))
    .addCommand(lock(exit))
    .addCommand(unlock(exit))
    .addHelpText("after", examples("npx chatkeep account create ana --admin", "npx chatkeep account list"));
}

const load = () => import("./accounts.ts");

function create(exit: (code: number) => void): Command {
  return withPassword(withName(new Command("create")))
    .summary("create an account")
    .description("Creates an account. You type its password, or it is read from stdin, or generated and shown once.")
    .addOption(new Option("--admin", "make it an administrator of the server").default(false))
    .addOption(new Option("--display-name <name>", "the name that other members see"))
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
    .description("Lists all accounts with state, role, date of creation and date last seen.")
    .addOption(stackOption())
    .addOption(jsonOption())
    .addHelpText("after", examples("npx chatkeep account list", "npx chatkeep account list --json | jq .accounts"))
    .action(async (options) => exit(await (await load()).listAll(options)));
}

function resetPassword(exit: (code: number) => void): Command {
  return withPassword(withName(new Command("reset-password")))
    .summary("give an account a new password")
    .description(
      "Gives an account a new password. Its devices stay signed in and keep their keys, unless you add --sign-out.",
    )
    .addOption(new Option("--sign-out", "sign out all its devices").default(false))
    .addOption(yesOption())
    .addHelpText("after", examples("npx chatkeep account reset-password ana"))
    .action(async (name, options) => exit(await (await load()).resetOne(name, options)));
}

function lock(exit: (code: number) => void): Command {
  return withName(new Command("lock"))
    .summary("block an account until it is unlocked")
    .description(
      "Locks an account: it can neither sign in nor use its sessions. Nothing is deleted. `unlock` undoes it.",
    )
    .addOption(yesOption())
    .addHelpText("after", examples("npx chatkeep account lock ana"))
    .action(async (name, options) => exit(await (await load()).lockOne(name, options)));
}

function unlock(exit: (code: number) => void): Command {
  return withName(new Command("unlock"))
    .summary("unblock a locked account")
    .description("Unlocks an account. Its sessions work again.")
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
    .addOption(
      new Option("--generate", "generate a password and show it once").default(false).conflicts("passwordStdin"),
    )
    .addOption(new Option("--password-stdin", "read the password from stdin").default(false));
}
