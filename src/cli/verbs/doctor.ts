import { Command } from "commander";
import { examples, jsonOption, resolverOption, stackOption, tokenFileOption } from "./options.ts";

/** `chatkeep doctor` */
export function doctorCommand(exit: (code: number) => void): Command {
  return new Command("doctor")
    .summary("say what would stop the server, before it is made")
    .description(
      "Looks at the engine, the machine, the names and the authorities a server needs. Makes nothing. Ends with 3 when something is wrong or could not be looked at.",
    )
    .addOption(stackOption())
    .addOption(tokenFileOption("look with Cloudflare's API token from this file; it is not kept"))
    .addOption(resolverOption())
    .addOption(jsonOption())
    .addHelpText(
      "after",
      examples("npx chatkeep doctor", "npx chatkeep doctor --stack acme --cloudflare-token-file token"),
    )
    .action(async (options) => exit(await (await import("../checks/doctor.ts")).doctor(options)));
}
