import { Command, Help, type Option } from "commander";
import packageFile from "../../package.json" with { type: "json" };
import { accountCommand } from "./verbs/account.ts";
import { checkCommand } from "./verbs/check.ts";
import { delegationCommand } from "./verbs/delegation.ts";
import { destroyCommand } from "./verbs/destroy.ts";
import { doctorCommand } from "./verbs/doctor.ts";
import { envCommand } from "./verbs/env.ts";
import { imagesCommand } from "./verbs/images.ts";
import { initCommand } from "./verbs/init.ts";
import { journalCommand } from "./verbs/journal.ts";
import { logsCommand } from "./verbs/logs.ts";
import { previewCommand } from "./verbs/preview.ts";
import { statusCommand } from "./verbs/status.ts";
import { tokenCommand } from "./verbs/token.ts";
import { tryCommand } from "./verbs/try.ts";
import { upCommand } from "./verbs/up.ts";

const verbs = [
  initCommand,
  doctorCommand,
  upCommand,
  previewCommand,
  tryCommand,
  statusCommand,
  checkCommand,
  logsCommand,
  journalCommand,
  accountCommand,
  tokenCommand,
  delegationCommand,
  destroyCommand,
  envCommand,
  imagesCommand,
] as const;

/** The command line. `verbs/` has each verb's flags and help; its work is loaded when it is called. Errors are thrown: it never exits. */
export function buildProgram(exit: (code: number) => void): Command {
  const program = new Command("chatkeep")
    .description("Runs your team's own Matrix chat server, declared as code.")
    .version(packageFile.version, "-V, --version", "print the version")
    .addHelpText("after", "\nExample:\n  npx chatkeep up");
  for (const verb of verbs) program.addCommand(verb(exit));
  everyCommand(program, (command) =>
    command.exitOverride().showHelpAfterError("Add --help to see all options.").configureHelp({ optionDescription }),
  );
  return program;
}

/** A flag that is off by default needs no `(default: false)`. */
function optionDescription(option: Option): string {
  return option.defaultValue === false ? option.description : new Help().optionDescription(option);
}

/** Commander does not apply a command's configuration to subcommands that were added before. */
function everyCommand(command: Command, doing: (command: Command) => void): void {
  doing(command);
  for (const inner of command.commands) everyCommand(inner, doing);
}
