import { Command, Option } from "commander";
import { examples, jsonOption } from "./options.ts";

/** `chatkeep init` */
export function initCommand(exit: (code: number) => void): Command {
  return new Command("init")
    .summary("write the settings of a new server")
    .description(
      "Asks what a new server needs to know, explains it, and writes its settings with comments. Never overwrites.",
    )
    .addOption(new Option("--stack <name>", "what the server is called here").env("CHATKEEP_STACK"))
    .addOption(new Option("--server-name <domain>", "the name in every identifier; it can never change"))
    .addOption(new Option("--host-name <host>", "where clients connect, if elsewhere"))
    .addOption(new Option("--tls <mode>", "where certificates come from").choices(["acme", "internal"]))
    .addOption(new Option("--email <address>", "for warnings about certificates"))
    .addOption(new Option("--federation <mode>", "which other servers this one talks to").choices(["closed", "open"]))
    .addOption(new Option("--memory <size>", "what the server may use, such as 4 GiB"))
    .addOption(new Option("--admin-contact <address>", "mailto: or https: address that members are shown"))
    .addOption(jsonOption())
    .addHelpText(
      "after",
      examples(
        "npx chatkeep init",
        "npx chatkeep init --stack acme --server-name acme.example --email admin@acme.example",
      ),
    )
    .action(async (options) => exit(await (await import("../init.ts")).init(options)));
}
