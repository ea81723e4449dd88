import { existsSync } from "node:fs";

const WITHOUT_PULUMI = new Set(["init", "delegation", "images", "journal", "logs", "status"]);
const ENGINE_COMMANDS = new Set(["up", "try", "test"]);

/** Which tools a command needs beside packages and Node: Pulumi for every verb that may read the stack; an engine is installed for what starts it, else only looked for. */
export function needsOf(command) {
  const pulumi = command === "test" || (isVerb(command) && !WITHOUT_PULUMI.has(command));
  return { pulumi, engine: ENGINE_COMMANDS.has(command) ? "install" : "find" };
}

/** A verb is what has a file of its own among them, so a new one gets its tools; nothing is set up for a mistyped word. */
function isVerb(word) {
  return /^[a-z-]+$/.test(word) && existsSync(new URL(`../src/cli/verbs/${word}.ts`, import.meta.url));
}

/** Whether the person asked for no chatter: errors are printed all the same. */
export function isQuiet(args) {
  return args.includes("--json") || args.includes("--quiet");
}

/** Whether the person only wants to read what a command does. */
export function asksForHelp(args) {
  return args.includes("--help") || args.includes("-h");
}

/** Whether the version is asked for: by the first argument alone, as a verb may have a flag of that name. */
export function asksForVersion([first]) {
  return first === "--version" || first === "-V";
}
