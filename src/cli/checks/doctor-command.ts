import { Command } from "commander";
import { cloudflareToken } from "../../settings/issued-secrets.ts";
import { examples, givenOption, jsonOption, resolverOption, stackOption } from "../options.ts";

/** `chatkeep doctor` */
export function doctorCommand(exit: (code: number) => void): Command {
  return new Command("doctor")
    .summary("check what a server needs before it is created")
    .description(
      "Checks the engine, the machine, the names and the certificate authority that a server needs. Changes nothing. Exit code 3: something is wrong or could not be observed.",
    )
    .addOption(stackOption())
    .addOption(givenOption(cloudflareToken))
    .addOption(resolverOption())
    .addOption(jsonOption())
    .addHelpText(
      "after",
      examples("npx chatkeep doctor", "npx chatkeep doctor --stack acme --cloudflare-token-file token"),
    )
    .action(async (options) => exit(await (await import("./doctor.ts")).doctor(options)));
}
