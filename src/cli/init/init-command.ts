import { Command, Option } from "commander";
import { examples, jsonOption } from "../options.ts";
import { moreListed } from "../terminal/listed.ts";

const delegations = ["elsewhere", "here", "srv"];

/** `chatkeep init` */
export function initCommand(exit: (code: number) => void): Command {
  const command = new Command("init")
    .summary("write the settings of a new server")
    .description(
      "Asks for the settings of a new server, explains them, and writes a stack file with comments. Never overwrites a file.",
    );
  for (const option of answers()) command.addOption(option);
  return command
    .addOption(jsonOption())
    .addHelpText(
      "after",
      examples(
        "npx chatkeep init",
        "npx chatkeep init --stack acme --server-name example.org \\\n    --email admin@example.org --dns cloudflare --ipv4 203.0.113.7",
      ),
    )
    .action(async (options) => exit(await (await import("./init.ts")).init(options)));
}

/** What is asked for, as options. */
function answers(): readonly Option[] {
  return [
    new Option("--stack <name>", "name of the stack").env("CHATKEEP_STACK"),
    new Option("--server-name <domain>", "the name in every user ID; it can never change"),
    new Option("--host-name <host>", "the host name, if it is not the server name"),
    new Option("--tls <mode>", "where certificates come from").choices(["acme", "internal"]),
    new Option("--email <address>", "the authority sends warnings about certificates to it"),
    new Option("--delegation <who>", "who tells clients and servers the host name").choices(delegations),
    new Option("--dns <who>", "who creates the DNS records").choices(["none", "cloudflare"]),
    new Option("--ipv4 <address>", "the machine's public IPv4 address"),
    new Option("--ipv6 <address>", "its public IPv6 address; ports are then published on IPv6 too"),
    new Option("--federation <mode>", "which other servers this server communicates with").choices([
      "closed",
      "allowlist",
      "open",
    ]),
    new Option("--servers <name...>", "the servers of the allowlist").argParser(moreListed),
    new Option("--memory <size>", "how much memory the server may use, such as 4 GiB"),
    new Option("--admin-contact <address>", "mailto: or https: address that members see"),
  ];
}
