import { Argument, Command, InvalidArgumentError, Option } from "commander";
import { type Duration, parseDuration } from "../../../kinds/duration.ts";
import { examples, jsonOption, stackOption, yesOption } from "../../options.ts";

/** The commands of `recovery` that are about members' own keys. */
export function memberCommands(exit: (code: number) => void): readonly Command[] {
  return [procedures(exit), checkKey(exit), checkValue(exit), remind(exit)];
}

function procedures(exit: (code: number) => void): Command {
  return new Command("procedures")
    .summary("write what members do about their keys, to print or to send")
    .description(
      "Writes the procedures for members as pages and as Markdown: the first day, lost and stolen devices, a lost key, people who come and leave. The server shows the same pages at /recovery/.",
    )
    .addOption(stackOption())
    .addOption(new Option("--folder <folder>", "where to write them").default("recovery-pages"))
    .addOption(jsonOption())
    .addHelpText(
      "after",
      examples("npx chatkeep recovery procedures", "npx chatkeep recovery procedures --folder /srv/handbook"),
    )
    .action(async (options) => exit(await (await import("./procedures.ts")).procedures(options)));
}

function checkKey(exit: (code: number) => void): Command {
  return new Command("check-key")
    .summary("prove your own recovery key, on your own machine")
    .description(
      "For a member: asks for your recovery key or recovery passphrase and says whether it is the right one. It is checked on this machine, against a public check value of your account; it is neither sent nor stored. Ends with 3 when it is another key, with 2 when it is mistyped.",
    )
    .addOption(new Option("--server <url>", "your server; its answer is what the key is checked against"))
    .addOption(new Option("--user <id>", "you, such as @ana:acme.example; your password is asked for"))
    .addOption(
      new Option("--access-token", "ask for the token of a session instead of the password")
        .default(false)
        .conflicts("user"),
    )
    .addOption(new Option("--authority <file>", "the server's own authority, if it has one (PEM)"))
    .addOption(
      new Option("--check-value <file>", "check offline, against a file from an administrator").conflicts([
        "server",
        "user",
        "accessToken",
      ]),
    )
    .addOption(new Option("--stdin", "read what is asked for from stdin, one line each, in order").default(false))
    .addOption(jsonOption())
    .addHelpText(
      "after",
      examples(
        "npx chatkeep recovery check-key --server https://chat.acme.example \\\n    --user @ana:acme.example",
        "npx chatkeep recovery check-key --check-value ana.json",
      ),
    )
    .action(async (options) => exit(await (await import("./check-key.ts")).checkKey(options)));
}

function checkValue(exit: (code: number) => void): Command {
  return new Command("check-value")
    .summary("print what a member's recovery key can be checked against")
    .description(
      "Prints the public check value of a member's recovery key, as a file to give to this member: with it, `recovery check-key` works offline. It contains no key and no ciphertext. Ends with 3 when the member has no recovery key.",
    )
    .addArgument(new Argument("<name>", "the account, such as ana or @ana:acme.example"))
    .addOption(stackOption())
    .addOption(jsonOption())
    .addHelpText("after", examples("npx chatkeep recovery check-value ana > ana.json"))
    .action(async (name, options) => exit(await (await import("./check-value.ts")).checkValue(name, options)));
}

function remind(exit: (code: number) => void): Command {
  return new Command("remind")
    .summary("send members who miss the recovery policy a message")
    .description(
      "Sends members who miss the policy of `recovery audit` a message that says what to do, after a question. The messages are not encrypted: they name no device and hold no secret.",
    )
    .addArgument(new Argument("[name...]", "these members alone, such as ana or @ana:acme.example"))
    .addOption(new Option("--dry-run", "show who would get which message, and send nothing").default(false))
    .addOption(duration("--every <time>", "remind one member at most this often", "7 days"))
    .addOption(new Option("--again", "also those who were reminded within this time").default(false))
    .addOption(duration("--ready-within <time>", "as in `recovery audit`", "14 days"))
    .addOption(duration("--stale-after <time>", "as in `recovery audit`", "90 days"))
    .addOption(yesOption())
    .addOption(stackOption())
    .addOption(jsonOption())
    .addHelpText("after", examples("npx chatkeep recovery remind --dry-run", "npx chatkeep recovery remind"))
    .action(async (names, options) => exit(await (await import("./remind.ts")).remind(names, options)));
}

function duration(flags: string, description: string, usually: string): Option {
  return new Option(flags, description).default(durationOf(usually), usually).argParser(durationOf);
}

function durationOf(text: string): Duration {
  const found = parseDuration(text);
  if (found === null) throw new InvalidArgumentError("Write a time, such as 14 days.");
  return found;
}
