import { Command, Option } from "commander";
import {
  examples,
  issuedOptions,
  jsonOption,
  resolverOption,
  stackOption,
  withOptions,
  yesOption,
} from "../options.ts";

/** `chatkeep restore` */
export function restoreCommand(exit: (code: number) => void): Command {
  const command = new Command("restore")
    .summary("bring the server back from its backups, on an empty machine")
    .description(
      "Asks for the words or the shares of the recovery kit and for the repository, shows what its newest archive holds and what restoring it means, and rebuilds the server from it. Nothing is changed where anything of the stack is there already.",
    )
    .addOption(stackOption());
  return withOptions(command, [...ways(), ...repositoryOptions(), ...keyOptions(), ...issuedOptions()])
    .addOption(resolverOption())
    .addOption(yesOption())
    .addOption(jsonOption())
    .addHelpText(
      "after",
      examples(
        "npx chatkeep restore --stack acme --repository /srv/chatkeep",
        "npx chatkeep restore --stack acme --repository /srv/chatkeep --list",
        "npx chatkeep restore --in-place --archive 2026-11-30",
        "npx chatkeep restore --file mxc://acme.test/GmkzFcJSoqlXzRBDUPbFiyHk",
        "npx chatkeep restore --file @ada:acme.test --archive 2026-11-30",
        "npx chatkeep restore --file '!room:acme.test' --to room-files",
        "npx chatkeep restore --delete-set-aside",
        "npx chatkeep restore --repository rest:https://backup.acme.test/ --user me",
      ),
    )
    .action(async (options) => exit(await (await import("./restore.ts")).restore(options)));
}

/** What it does instead of rebuilding a server, and with what of an archive. */
function ways(): readonly Option[] {
  const wholly = ["repository", "user", "accessKey", "hostKeysFile", "stackFile", "skipCompare", "stdin"];
  return [
    new Option(
      "--in-place",
      "set the data of a server that is there back to an archive, after a mistake; what is there is moved aside",
    ).default(false),
    new Option("--list", "list the archives to choose from, and change nothing").default(false).conflicts("inPlace"),
    new Option(
      "--file <what>",
      "bring uploaded files back while the server runs: mxc://SERVER/ID, @member:server, or a room's id",
    ).conflicts([...wholly, "inPlace", "list"]),
    new Option("--to <folder>", "write the files of --file into a new folder here instead of the server"),
    new Option("--delete-set-aside", "delete the data that --in-place moved aside, after you type the stack's name")
      .default(false)
      .conflicts(["inPlace", "file", "list"]),
    new Option("--yes-delete-set-aside <name>", "delete it without a question; <name> is the stack"),
  ];
}

/** Where archives are, what opens that place, and which one is taken. */
function repositoryOptions(): readonly Option[] {
  return [
    new Option("--repository <address>", "where the backups are, as chatkeep:backup.repository says it"),
    new Option("--user <name>", "the user at a REST server"),
    new Option("--access-key <name>", "the access key of S3"),
    new Option("--host-keys-file <file>", "the host keys of an SFTP server, as ssh-keyscan prints them"),
    new Option("--trusted-authorities-file <file>", "authorities of your own that certify the target, in PEM"),
    new Option("--archive <id>", "this archive instead of the newest; the beginning of its id is enough"),
    new Option("--stack-file <file>", "a copy of the stack file, for an archive without one"),
    new Option("--skip-compare <check...>", "continue even if what came back differs in these"),
    new Option("--skip-check <check...>", "continue even if these checks of doctor fail"),
  ];
}

/** How the master key is given. */
function keyOptions(): readonly Option[] {
  return [
    new Option("--stdin", "read the words, a share a line, or the age identity from stdin").default(false),
    new Option("--sealed <file>", "the sealed copy of a kit instead of words or shares"),
    new Option("--identity <file>", "a file with the age identity that opens the sealed copy"),
  ];
}
