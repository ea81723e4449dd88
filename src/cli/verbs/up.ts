import { Command, Option } from "commander";
import { examples, jsonOption, resolverOption, stackOption, tokenFileOption, yesOption } from "./options.ts";

/** `chatkeep up` */
export function upCommand(exit: (code: number) => void): Command {
  return new Command("up")
    .summary("bring the server up, or to what its settings say")
    .description(
      "Compares the settings with what runs, shows what differs, and brings it about. Running it twice is harmless; a run that was killed is finished by the next.",
    )
    .addOption(stackOption())
    .addOption(new Option("--dry-run", "show what would be done, and do nothing").default(false))
    .addOption(new Option("--replace-records", "replace DNS records that are otherwise than planned").default(false))
    .addOption(tokenFileOption("take Cloudflare's API token from this file, and keep it encrypted"))
    .addOption(new Option("--skip-check <check...>", "continue although these checks of doctor fail"))
    .addOption(resolverOption())
    .addOption(yesOption())
    .addOption(jsonOption())
    .addHelpText("after", examples("npx chatkeep up", "npx chatkeep up --stack acme --dry-run"))
    .action(async (options) => exit(await (await import("../up/up.ts")).up(options)));
}
