import { Command, Help, type Option } from "commander";
import packageFile from "../../package.json" with { type: "json" };
import { accountCommand } from "./accounts/account-command.ts";
import { tokenCommand } from "./accounts/token-command.ts";
import { backupCommand } from "./backup/backup-command.ts";
import { restoreCommand } from "./backup/restore-command.ts";
import { checkCommand } from "./checks/check-command.ts";
import { doctorCommand } from "./checks/doctor-command.ts";
import { devicesCommand } from "./devices/devices-command.ts";
import { delegationCommand } from "./dns/delegation-command.ts";
import { drillCommand } from "./drill/drill-command.ts";
import { initCommand } from "./init/init-command.ts";
import { journalCommand } from "./journal/journal-command.ts";
import { keysCommand } from "./keys/keys-command.ts";
import { exportCommand } from "./recovery/export-command.ts";
import { recoveryCommand } from "./recovery/recovery-command.ts";
import { logsCommand } from "./running/logs-command.ts";
import { statusCommand } from "./running/status-command.ts";
import { envCommand } from "./setup/env-command.ts";
import { imagesCommand } from "./setup/images-command.ts";
import { teamCommand } from "./team/team-command.ts";
import { tryCommand } from "./try/try-command.ts";
import { destroyCommand } from "./up/destroy-command.ts";
import { previewCommand } from "./up/preview-command.ts";
import { upCommand } from "./up/up-command.ts";
import { upgradeCommand } from "./upgrade/upgrade-command.ts";

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
  teamCommand,
  keysCommand,
  recoveryCommand,
  exportCommand,
  devicesCommand,
  backupCommand,
  restoreCommand,
  drillCommand,
  upgradeCommand,
  delegationCommand,
  destroyCommand,
  envCommand,
  imagesCommand,
] as const;

/** The command line. Flags and help of each verb are in `NOUN/VERB-command.ts`; its work is loaded when it is called. Errors are thrown: it never exits. */
export function buildProgram(exit: (code: number) => void): Command {
  const program = new Command("chatkeep")
    .description("Runs your team's own Matrix chat server, declared as code.")
    .version(packageFile.version, "-V, --version", "print the version")
    .addHelpText("after", "\nExample:\n  npx chatkeep up")
    .hook("preAction", async () => (await import("../actions/guard-memory.ts")).guardMemory());
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
