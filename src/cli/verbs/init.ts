import { Command, Option } from "commander";
import { moreListed } from "../terminal/listed.ts";
import { examples, jsonOption } from "./options.ts";

const delegations = ["elsewhere", "here", "srv"];

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
    .addOption(new Option("--delegation <who>", "who says at the server name where the server is").choices(delegations))
    .addOption(new Option("--dns <who>", "who makes the DNS records").choices(["none", "cloudflare"]))
    .addOption(new Option("--ipv4 <address>", "the machine's public address"))
    .addOption(new Option("--ipv6 <address>", "the same for IPv6, on which its ports are published then, too"))
    .addOption(
      new Option("--federation <mode>", "which other servers this one talks to").choices([
        "closed",
        "allowlist",
        "open",
      ]),
    )
    .addOption(new Option("--servers <name...>", "those alone").argParser(moreListed))
    .addOption(new Option("--memory <size>", "what the server may use, such as 4 GiB"))
    .addOption(new Option("--admin-contact <address>", "mailto: or https: address that members are shown"))
    .addOption(jsonOption())
    .addHelpText(
      "after",
      examples(
        "npx chatkeep init",
        "npx chatkeep init --stack acme --server-name example.org --email admin@example.org --dns cloudflare --ipv4 203.0.113.7",
      ),
    )
    .action(async (options) => exit(await (await import("../init/init.ts")).init(options)));
}
