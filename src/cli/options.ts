import { type Command, Option } from "commander";
import { type IssuedSecret, issuedSecrets } from "../settings/issued-secrets.ts";
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

/** Takes secrets that others issued, each from a file, and keeps them. */
export function issuedOptions(issued: readonly IssuedSecret[] = issuedSecrets): readonly Option[] {
  return issued.map(
    ({ flag, title }) => new Option(`${flag} <file>`, `take ${title} from this file and store it, encrypted`),
  );
}

/** Uses such a secret for one look. */
export function givenOption({ flag, title }: IssuedSecret): Option {
  return new Option(`${flag} <file>`, `use ${title} from this file, without storing it`);
}

/** Adds several options where they stand. */
export function withOptions(command: Command, options: readonly Option[]): Command {
  for (const option of options) command.addOption(option);
  return command;
}

/** A command's examples, below its help. */
export function examples(...lines: readonly string[]): string {
  return ["", lines.length === 1 ? "Example:" : "Examples:", ...lines.map((line) => `  ${line}`)].join("\n");
}
