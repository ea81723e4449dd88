const PULUMI_COMMANDS = new Set(["up", "preview", "destroy", "env", "status", "admin", "try", "test"]);
const ENGINE_COMMANDS = new Set(["up", "try", "test"]);

/** Which tools a command needs beside packages and Node: Pulumi for what reads the stack; an engine is installed for what starts it, else only looked for. */
export function needsOf(command) {
  return { pulumi: PULUMI_COMMANDS.has(command), engine: ENGINE_COMMANDS.has(command) ? "install" : "find" };
}

/** Whether the person asked for no chatter: errors are printed all the same. */
export function isQuiet(words) {
  return words.includes("--json") || words.includes("--quiet");
}

/** Whether the person only wants to read what a command does. */
export function asksForHelp(words) {
  return words.includes("--help") || words.includes("-h");
}
