import { Command } from "commander";
import { examples, jsonOption, stackOption } from "../options.ts";

/** `chatkeep delegation` */
export function delegationCommand(exit: (code: number) => void): Command {
  return new Command("delegation")
    .summary("print what the website at the server name must serve")
    .description(
      "Shows how clients and servers find the host name. If the server name has another website, prints what that website must serve, for nginx, Caddy and Cloudflare.",
    )
    .addOption(stackOption())
    .addOption(jsonOption())
    .addHelpText("after", examples("npx chatkeep delegation", "npx chatkeep delegation --json | jq -r .nginx"))
    .action(async (options) => exit(await (await import("./delegation.ts")).delegation(options)));
}
