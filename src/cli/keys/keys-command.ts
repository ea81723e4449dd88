import { Argument, Command, Option } from "commander";
import { examples, issuedOptions, jsonOption, stackOption, withOptions, yesOption } from "../options.ts";

/** `chatkeep keys` */
export function keysCommand(exit: (code: number) => void): Command {
  return new Command("keys")
    .summary("list the server's secrets, and replace them")
    .description("Lists the secrets that follow from the master key, and replaces them. Nothing secret is shown.")
    .addCommand(list(exit), { isDefault: true })
    .addCommand(rotate(exit))
    .addCommand(newMaster(exit))
    .addCommand(reSign(exit))
    .addHelpText("after", examples("npx chatkeep keys list", "npx chatkeep keys rotate turnSharedSecret"));
}

const load = () => import("./keys.ts");

function list(exit: (code: number) => void): Command {
  return new Command("list")
    .summary("show each secret's generation, and what replacing it does")
    .description(
      "Shows the id of the master key, each secret that follows from it with its generation and what replacing it does, and the signing keys that were retired. Nothing secret is shown.",
    )
    .addOption(stackOption())
    .addOption(jsonOption())
    .addHelpText("after", examples("npx chatkeep keys list", "npx chatkeep keys list --json"))
    .action(async (options) => exit(await (await load()).list(options)));
}

function rotate(exit: (code: number) => void): Command {
  return new Command("rotate")
    .summary("replace secrets by new ones")
    .description(
      "Replaces secrets by new generations of themselves: shows which containers are replaced and who notices, asks, applies it and verifies it. If a run is killed, the same command finishes its work.",
    )
    .addArgument(new Argument("<purpose...>", "which secrets, as `keys list` names them"))
    .addOption(stackOption())
    .addOption(new Option("--dry-run", "show what would be done, and change nothing").default(false))
    .addOption(yesOption())
    .addOption(jsonOption())
    .addHelpText(
      "after",
      examples("npx chatkeep keys rotate postgresPassword", "npx chatkeep keys rotate signingKey --dry-run"),
    )
    .action(async (purposes, options) => exit(await (await load()).rotate(purposes, options)));
}

function newMaster(exit: (code: number) => void): Command {
  const command = new Command("new-master")
    .summary("replace the master key, and every secret with it")
    .description(
      "Gives the server a new master key: every secret is replaced, except the password pepper, which is carried over. Members stay signed in. Shows what happens, asks, applies it and verifies it. If a run is killed, the same command finishes its work. Afterwards, write a new recovery kit.",
    )
    .addOption(stackOption())
    .addOption(
      new Option(
        "--from-running",
        "the words and the stack file's passphrase are lost: read what must stay from the running server",
      ).default(false),
    )
    .addOption(new Option("--dry-run", "show what would be done, and change nothing").default(false));
  return withOptions(command, issuedOptions())
    .addOption(yesOption())
    .addOption(jsonOption())
    .addHelpText(
      "after",
      examples("npx chatkeep keys new-master --dry-run", "npx chatkeep keys new-master --from-running"),
    )
    .action(async (options) => exit(await (await load()).newMaster(options)));
}

function reSign(exit: (code: number) => void): Command {
  return new Command("re-sign")
    .summary("sign this server's old events with its present key")
    .description(
      "For a signing key that is lost or was read by others: has Synapse sign all events of this server's members with its present key, so that other servers can verify them without the old one. Members notice nothing.",
    )
    .addOption(stackOption())
    .addOption(yesOption())
    .addOption(jsonOption())
    .addHelpText("after", examples("npx chatkeep keys re-sign"))
    .action(async (options) => exit(await (await load()).reSign(options)));
}
