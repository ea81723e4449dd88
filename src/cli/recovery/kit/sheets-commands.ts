import { Command, InvalidArgumentError, Option } from "commander";
import packageFile from "../../../../package.json" with { type: "json" };
import { examples, jsonOption, stackOption } from "../../options.ts";

const load = () => import("./sheets.ts");
const { version } = packageFile;

/** `chatkeep recovery kit` */
export function kitCommand(exit: (code: number) => void): Command {
  return withSheets(new Command("kit"))
    .summary("write the sheet to print: the master key as 24 words, or as shares")
    .description(
      "Writes the server's recovery kit, as a page to print and as plain text: the master key as 24 words, or one share of it for each person named, and the steps that rebuild the server. The files hold the key: print them, then delete them. Where chatkeep:recoveryRecipients names recipients of age, a copy sealed to them is written too.",
    )
    .addOption(new Option("--share <name...>", "one share for each of these people, instead of the words"))
    .addOption(thresholdOption())
    .addHelpText(
      "after",
      examples(
        "npx chatkeep recovery kit",
        'npx chatkeep recovery kit --share "Ana @ana:acme.example" Ben Cleo Dora Eli',
      ),
    )
    .action(async (options) => exit(await (await load()).kit({ ...options, version })));
}

/** `chatkeep recovery reshare` */
export function reshareCommand(exit: (code: number) => void): Command {
  return withSheets(new Command("reshare"))
    .summary("write shares of the same master key for other people")
    .description(
      "Writes a new group of shares of the master key, and says which groups were made before. Shares of an earlier group still give the key: destroy their sheets, or make a new master key.",
    )
    .addOption(new Option("--share <name...>", "one share for each of these people").makeOptionMandatory())
    .addOption(thresholdOption())
    .addHelpText("after", examples("npx chatkeep recovery reshare --share Ana Ben Fay Gil Hana"))
    .action(async (options) => exit(await (await load()).reshare({ ...options, version })));
}

function withSheets(command: Command): Command {
  return command
    .addOption(stackOption())
    .addOption(new Option("--folder <folder>", "where to write it").default("recovery-kit"))
    .addOption(
      new Option("--pdf [paper]", "also as PDF, printed by a browser of this machine")
        .choices(["A4", "letter"])
        .preset("A4"),
    )
    .addOption(jsonOption());
}

function thresholdOption(): Option {
  const text = "how many shares give the key back (default: more than half, such as 3 of 5)";
  return new Option("--threshold <number>", text).argParser(countOf);
}

function countOf(text: string): number {
  if (/^[1-9]\d?$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Write a number, such as 3.");
}
