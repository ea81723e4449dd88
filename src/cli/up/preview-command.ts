import { Command } from "commander";
import { cloudflareToken } from "../../settings/issued-secrets.ts";
import { examples, givenOption, jsonOption, resolverOption, stackOption } from "../options.ts";

/** `chatkeep preview` */
export function previewCommand(exit: (code: number) => void): Command {
  return new Command("preview")
    .summary("show what `up` would do")
    .description("Shows what `up` would do, and what was changed by hand. Changes nothing.")
    .addOption(stackOption())
    .addOption(givenOption(cloudflareToken))
    .addOption(resolverOption())
    .addOption(jsonOption())
    .addHelpText("after", examples("npx chatkeep preview"))
    .action(async (options) => exit(await (await import("./preview.ts")).preview(options)));
}
