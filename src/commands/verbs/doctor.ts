import { Command, Option } from "commander";
import { resolversIn } from "../checks/resolvers.ts";
import { examples, jsonOption, stackOption } from "./options.ts";

/** `chatkeep doctor` */
export function doctorCommand(exit: (code: number) => void): Command {
  return new Command("doctor")
    .summary("say what would stop the server, before it is made")
    .description(
      "Looks at the engine, the machine, the names and the authorities a server needs. Makes nothing. Ends with 3 when something is wrong or could not be looked at.",
    )
    .addOption(stackOption())
    .addOption(
      new Option("--resolver <address...>", "name servers to ask instead of public ones")
        .env("CHATKEEP_RESOLVERS")
        .argParser((text, before: readonly string[] | undefined) => [...(before ?? []), ...resolversIn(text)]),
    )
    .addOption(jsonOption())
    .addHelpText("after", examples("npx chatkeep doctor", "npx chatkeep doctor --resolver 192.0.2.53"))
    .action(async (options) => exit(await (await import("../doctor.ts")).doctor(options)));
}
