import { Command, Option } from "commander";
import { examples, jsonOption, stackOption } from "../../options.ts";

const load = () => import("./typed.ts");

/** `chatkeep recovery verify` */
export function verifyCommand(exit: (code: number) => void): Command {
  return withGiven(new Command("verify"))
    .summary("find out whether words, shares or a sealed copy are this server's key")
    .description(
      "Asks for the words or the shares of a recovery kit, or opens its sealed copy, and says whether they are this server's master key. Nothing of them is shown or kept. Ends with 3 when they are another key.",
    )
    .addOption(new Option("--single", "check one share alone, by its commitment").default(false))
    .addOption(new Option("--stack-file <file>", "compare with this copy of a stack file instead of this machine's"))
    .addHelpText(
      "after",
      examples(
        "npx chatkeep recovery verify",
        "npx chatkeep recovery verify --stdin < words.txt",
        "npx chatkeep recovery verify --sealed recovery-kit-local.tar.age",
      ),
    )
    .action(async (options) => exit(await (await load()).verify(options)));
}

/** `chatkeep recovery rebuild` */
export function rebuildCommand(exit: (code: number) => void): Command {
  return withGiven(new Command("rebuild"))
    .summary("put the master key in place on a new machine")
    .description(
      "Asks for the words or the shares of a recovery kit, or opens its sealed copy, and puts the master key in place on a machine that does not have it. The next `up` then makes the same server, and takes over its data volumes where they are there.",
    )
    .addOption(new Option("--stack-file <file>", "a copy of the server's stack file: all its settings come back"))
    .addOption(
      new Option("--key-id <id>", "the key id on the sheet; it is asked for where nothing else proves the words"),
    )
    .addHelpText(
      "after",
      examples(
        "npx chatkeep recovery rebuild --stack acme --stack-file Pulumi.acme.yaml",
        "npx chatkeep recovery rebuild --stack acme --sealed recovery-kit-acme.tar.age",
        "npx chatkeep recovery rebuild --stack acme",
      ),
    )
    .action(async (options) => exit(await (await load()).rebuild(options)));
}

function withGiven(command: Command): Command {
  return command
    .addOption(stackOption())
    .addOption(new Option("--stdin", "read the words, a share a line, or the age identity from stdin").default(false))
    .addOption(new Option("--sealed <file>", "the sealed copy of a kit instead of words or shares"))
    .addOption(new Option("--identity <file>", "a file with the age identity that opens the sealed copy"))
    .addOption(jsonOption());
}
