import { Argument, Command, InvalidArgumentError, Option } from "commander";
import { type Duration, parseDuration } from "../../kinds/duration.ts";
import { examples, jsonOption, stackOption, yesOption } from "../options.ts";

/** `chatkeep token` */
export function tokenCommand(exit: (code: number) => void): Command {
  return new Command("token")
    .summary("create, list and revoke registration tokens")
    .description("Creates, lists and revokes registration tokens. With a token, a person creates their own account.")
    .addCommand(create(exit))
    .addCommand(list(exit))
    .addCommand(revoke(exit))
    .addHelpText("after", examples("npx chatkeep token create", "npx chatkeep token list"));
}

const load = () => import("./tokens.ts");

function create(exit: (code: number) => void): Command {
  return new Command("create")
    .summary("create a registration token")
    .description("Creates a registration token and prints it. By default it is valid for one account, for 14 days.")
    .addOption(stackOption())
    .addOption(
      new Option("--uses <number>", "how many accounts it is valid for, or `unlimited`").default(1).argParser(usesOf),
    )
    .addOption(
      new Option("--expires <duration>", "how long it is valid, or `never` for no limit")
        .default(parseDuration("14 days"), "14 days")
        .argParser(expiryOf),
    )
    .addOption(jsonOption())
    .addHelpText(
      "after",
      examples("npx chatkeep token create", 'npx chatkeep token create --uses 10 --expires "2 days"'),
    )
    .action(async (options) => exit(await (await load()).createToken(options)));
}

function list(exit: (code: number) => void): Command {
  return new Command("list")
    .summary("list registration tokens")
    .description("Lists registration tokens: the beginning of each, how often it was used, and until when it is valid.")
    .addOption(stackOption())
    .addOption(new Option("--reveal", "print the whole tokens").default(false))
    .addOption(jsonOption())
    .addHelpText("after", examples("npx chatkeep token list"))
    .action(async (options) => exit(await (await load()).listTokens(options)));
}

function revoke(exit: (code: number) => void): Command {
  return new Command("revoke")
    .summary("revoke a registration token")
    .description("Revokes a registration token. Accounts that were created with it stay.")
    .addArgument(new Argument("<beginning>", "the beginning of the token, as `token list` shows it"))
    .addOption(stackOption())
    .addOption(yesOption())
    .addOption(jsonOption())
    .addHelpText("after", examples("npx chatkeep token revoke x7k2m"))
    .action(async (beginning, options) => exit(await (await load()).revokeToken(beginning, options)));
}

// Commander treats null as a flag without a value, so "no limit" has a word of its own.
function usesOf(text: string): number | "unlimited" {
  if (text === "unlimited") return text;
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Write a number of 1 or more, such as 10, or `unlimited`.");
}

function expiryOf(text: string): Duration | "never" {
  if (text === "never") return text;
  const found = parseDuration(text);
  if (found !== null && found > 0) return found;
  throw new InvalidArgumentError("Write a time such as `14 days` or `12 hours`, or `never`.");
}
