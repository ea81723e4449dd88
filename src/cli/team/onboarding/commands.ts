import { Argument, Command, Option } from "commander";
import { usualSheetFolder } from "../../../operations/team/onboarding/delivery.ts";
import { examples, jsonOption, stackOption, yesOption } from "../../options.ts";

const load = () => import("./onboarding.ts");

/** `chatkeep team sheet` */
export function sheetCommand(exit: (code: number) => void): Command {
  return forMember("sheet")
    .summary("write the sheet of a member who has not signed in yet again")
    .description(
      "Gives a member of the roster who never signed in a new initial password, or a new registration token, and writes a new sheet or sends it. An earlier sheet of theirs is not valid any more.",
    )
    .addHelpText("after", examples("npx chatkeep team sheet ada"))
    .action(async (name, options) => exit(await (await load()).sheet(name, options)));
}

/** `chatkeep team reset-password` */
export function resetPasswordCommand(exit: (code: number) => void): Command {
  return forMember("reset-password")
    .summary("give a member who forgot their password a new one")
    .description(
      "Says what a new password does and does not cost a member of the roster, and asks. Then it gives them one, on a sheet or by mail. Their devices stay signed in and keep their messages, unless you add --sign-out.",
    )
    .addOption(new Option("--sign-out", "sign out all their devices").default(false))
    .addHelpText("after", examples("npx chatkeep team reset-password ada"))
    .action(async (name, options) => exit(await (await load()).resetPassword(name, options)));
}

function forMember(name: string): Command {
  return new Command(name)
    .addArgument(new Argument("<member>", "the member, such as ada or @ada:acme.example"))
    .addOption(stackOption())
    .addOption(new Option("--sheets <folder>", "where to write the sheet").default(usualSheetFolder))
    .addOption(yesOption())
    .addOption(jsonOption());
}
