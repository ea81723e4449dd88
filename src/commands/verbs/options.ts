import { Option } from "commander";

/** Which stack: the flag, else CHATKEEP_STACK, else `local`. */
export function stackOption(): Option {
  return new Option("--stack <name>", "which server").env("CHATKEEP_STACK").default("local");
}

/** For scripts: one JSON document with a version on stdout. */
export function jsonOption(): Option {
  return new Option("--json", "print JSON for scripts").default(false);
}

/** Instead of a question. */
export function yesOption(): Option {
  return new Option("-y, --yes", "do not ask").default(false);
}

/** A command's examples, as they stand below its help. */
export function examples(...lines: readonly string[]): string {
  return ["", lines.length === 1 ? "Example:" : "Examples:", ...lines.map((line) => `  ${line}`)].join("\n");
}
