import { Argument, Command, Option } from "commander";
import { examples, jsonOption, stackOption } from "./options.ts";

/** `chatkeep admin` */
export function adminCommand(exit: (code: number) => void): Command {
  return new Command("admin")
    .summary("make administrators, set passwords")
    .description("Makes administrators' accounts and sets passwords.")
    .addCommand(create(exit))
    .addCommand(resetPassword(exit))
    .addHelpText("after", examples("npx chatkeep admin create ana"));
}

function create(exit: (code: number) => void): Command {
  return withPassword(new Command("create"))
    .summary("make an administrator")
    .description("Makes an administrator's account. Its password is typed, read from stdin, or made and shown once.")
    .addOption(new Option("--display-name <name>", "how others see the account"))
    .addHelpText(
      "after",
      examples("npx chatkeep admin create ana", 'npx chatkeep admin create ana --display-name "Ana Lima" --generate'),
    )
    .action(async (name, options) => exit(await (await import("../admin.ts")).createAdmin(name, options)));
}

function resetPassword(exit: (code: number) => void): Command {
  return withPassword(new Command("reset-password"))
    .summary("give an account a new password")
    .description(
      "Gives an account a new password. Its devices stay signed in, and so keep their keys, unless --sign-out is given.",
    )
    .addOption(new Option("--sign-out", "sign all its devices out").default(false))
    .addHelpText("after", examples("npx chatkeep admin reset-password ana"))
    .action(async (name, options) => exit(await (await import("../admin.ts")).resetAdminPassword(name, options)));
}

function withPassword(command: Command): Command {
  return command
    .addArgument(new Argument("<name>", "the account, such as ana or @ana:acme.example"))
    .addOption(stackOption())
    .addOption(new Option("--generate", "make a password and show it once").default(false).conflicts("passwordStdin"))
    .addOption(new Option("--password-stdin", "read the password from stdin").default(false))
    .addOption(jsonOption());
}
