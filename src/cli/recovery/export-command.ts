import { Command, Option } from "commander";
import { examples, jsonOption } from "../options.ts";

/** `chatkeep export` */
export function exportCommand(exit: (code: number) => void): Command {
  return new Command("export")
    .summary("write your own message history to a folder, decrypted")
    .description(
      "For a member, on their own machine: writes the history of your rooms to a folder, decrypted with your recovery key, or your keys to a file.",
    )
    .addCommand(history(exit), { isDefault: true })
    .addCommand(keys(exit))
    .addHelpText("after", examples("npx chatkeep export --user @ana:acme.example --folder my-history"));
}

const load = () => import("./export/export.ts");

function history(exit: (code: number) => void): Command {
  return asMember(new Command("history"))
    .summary("write the rooms' history: JSON Lines, one page to read offline, files")
    .description(
      "Writes the history of your rooms to a folder: JSON Lines, one page to read offline, and the files. Asks for your password and your recovery key, signs in as a device of its own, and removes it at the end. Run it again to add what is new, or to finish what was stopped.",
    )
    .addOption(new Option("--folder <folder>", "where to write it").default("history"))
    .addOption(new Option("--room <room...>", "only these rooms, by id, alias or name"))
    .addOption(new Option("--no-media", "leave the files out"))
    .addOption(new Option("--key-file <file>", "use the keys that an app exported to this file, not the key backup"))
    .addOption(new Option("--seal <recipient...>", "seal the result with age for these recipients"))
    .addHelpText(
      "after",
      examples(
        "npx chatkeep export --user @ana:acme.example --folder my-history",
        "npx chatkeep export history --user @ana:acme.example --room Design \\\n    --key-file element-keys.txt",
      ),
    )
    .action(async (options) => exit(await (await load()).history(options)));
}

function keys(exit: (code: number) => void): Command {
  return asMember(new Command("keys"))
    .summary("write the keys of your messages to a file that apps import")
    .description(
      "Writes the keys of your key backup to a file that Element and other apps import, under a passphrase. Asks for your password, your recovery key and the new passphrase.",
    )
    .addOption(new Option("--to <file>", "the new file").default("element-keys.txt"))
    .addHelpText("after", examples("npx chatkeep export keys --user @ana:acme.example --to my-keys.txt"))
    .action(async (options) => exit(await (await load()).keys(options)));
}

function asMember(command: Command): Command {
  return command
    .addOption(new Option("--user <id>", "you, such as @ana:acme.example").makeOptionMandatory())
    .addOption(new Option("--server <url>", "your server's address (default: what your user ID leads to)"))
    .addOption(new Option("--authority <file>", "the server's own authority, if it has one (PEM)"))
    .addOption(new Option("--stdin", "read what is asked for from stdin, one line each, in order").default(false))
    .addOption(jsonOption());
}
