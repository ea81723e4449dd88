import { Option } from "commander";
import { moreListed } from "./terminal/listed.ts";

/** Which stack: the flag, else CHATKEEP_STACK, else `local`. */
export function stackOption(): Option {
  return new Option("--stack <name>", "name of the stack").env("CHATKEEP_STACK").default("local");
}

/** For scripts: one JSON document with a version on stdout. */
export function jsonOption(): Option {
  return new Option("--json", "print JSON for scripts").default(false);
}

/** Instead of a question. */
export function yesOption(): Option {
  return new Option("-y, --yes", "do not ask").default(false);
}

/** The name servers for the public view of names. */
export function resolverOption(): Option {
  return new Option("--resolver <address...>", "name servers to use instead of public ones")
    .env("CHATKEEP_RESOLVERS")
    .argParser(moreListed);
}

/** Where Cloudflare's token is, and what becomes of it. */
export function tokenFileOption(description: string): Option {
  return new Option("--cloudflare-token-file <file>", description);
}

/** A command's examples, below its help. */
export function examples(...lines: readonly string[]): string {
  return ["", lines.length === 1 ? "Example:" : "Examples:", ...lines.map((line) => `  ${line}`)].join("\n");
}
