import { Command, InvalidArgumentError, Option } from "commander";
import { examples, jsonOption, stackOption } from "../options.ts";
import { auditCommand } from "./audit/command.ts";
import { memberCommands } from "./members/commands.ts";

/** `chatkeep recovery` */
export function recoveryCommand(exit: (code: number) => void): Command {
  const recovery = new Command("recovery")
    .summary("write the server's recovery kit, verify it, rebuild from it")
    .description("Writes the server's recovery kit, verifies one, and rebuilds a server from it.")
    .addCommand(kit(exit))
    .addCommand(verify(exit))
    .addCommand(rebuild(exit))
    .addCommand(auditCommand(exit))
    .addHelpText("after", examples("npx chatkeep recovery kit", "npx chatkeep recovery verify"));
  for (const command of memberCommands(exit)) recovery.addCommand(command);
  return recovery;
}

const load = () => import("./recovery.ts");

function kit(exit: (code: number) => void): Command {
  return new Command("kit")
    .summary("write the sheet to print: the master key as 24 words, or as shares")
    .description(
      "Writes the server's recovery kit, as a page to print and as plain text: the master key as 24 words, or one share of it for each person named, and the steps that rebuild the server. The files hold the key: print them, then delete them.",
    )
    .addOption(stackOption())
    .addOption(new Option("--folder <folder>", "where to write it").default("recovery-kit"))
    .addOption(new Option("--share <name...>", "one share for each of these people, instead of the words"))
    .addOption(
      new Option("--threshold <number>", "how many shares give the key back (default: more than half)").argParser(
        countOf,
      ),
    )
    .addOption(jsonOption())
    .addHelpText(
      "after",
      examples(
        "npx chatkeep recovery kit",
        'npx chatkeep recovery kit --share "Ana Sol" Ben Cleo Dora Eli --threshold 3',
      ),
    )
    .action(async (options) => exit(await (await load()).kit(options)));
}

function verify(exit: (code: number) => void): Command {
  return withTyped(new Command("verify"))
    .summary("find out whether words or shares are this server's key")
    .description(
      "Asks for the words or the shares of a recovery kit and says whether they are this server's master key. Nothing of them is shown or kept. Ends with 3 when they are another key.",
    )
    .addHelpText("after", examples("npx chatkeep recovery verify", "npx chatkeep recovery verify --stdin < words.txt"))
    .action(async (options) => exit(await (await load()).verify(options)));
}

function rebuild(exit: (code: number) => void): Command {
  return withTyped(new Command("rebuild"))
    .summary("put the master key in place on a new machine")
    .description(
      "Asks for the words or the shares of a recovery kit and puts the master key in place on a machine that does not have it. The next `up` then makes the same server, and takes over its data volumes where they are there.",
    )
    .addOption(new Option("--stack-file <file>", "a copy of the server's stack file: all its settings come back"))
    .addHelpText(
      "after",
      examples(
        "npx chatkeep recovery rebuild --stack acme --stack-file Pulumi.acme.yaml",
        "npx chatkeep recovery rebuild --stack acme",
      ),
    )
    .action(async (options) => exit(await (await load()).rebuild(options)));
}

function withTyped(command: Command): Command {
  return command
    .addOption(stackOption())
    .addOption(new Option("--stdin", "read the words, or a share a line, from stdin").default(false))
    .addOption(jsonOption());
}

function countOf(text: string): number {
  if (/^[1-9]\d?$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Write a number, such as 3.");
}
