import { Command } from "commander";
import { upCommand } from "./verbs/up.ts";

const verbs = [upCommand] as const;

/** The command line: each verb's flags and help here, its work loaded only when it is called. */
export function buildProgram(exit: (code: number) => void): Command {
  const program = new Command("chatkeep")
    .description("A private chat server for your team, declared as code and kept yours.")
    .helpCommand(true)
    .addHelpText("after", "\nExample:\n  npx chatkeep up");
  program.exitOverride();
  for (const verb of verbs) program.addCommand(verb(exit).copyInheritedSettings(program));
  return program;
}
