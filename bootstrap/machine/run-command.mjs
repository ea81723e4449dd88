import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { SetupError } from "./setup-error.mjs";

/** How many of its last lines a failed command repeats. */
const REPEATED_LINES = 20;

/** Runs a command to its end and gives its output; what it prints goes to `onLine`. A failure repeats the last lines. */
export async function runCommand(command, args, { onLine = () => {}, ...options } = {}) {
  const lines = [];
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
  const ended = new Promise((resolve, reject) =>
    child.once("error", reject).once("close", (code, signal) => resolve({ code, signal })),
  );
  const release = endWithUs(child);
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      lines.push(line);
      onLine(line);
    });
  }
  const { code, signal } = await ended.catch((error) => Promise.reject(couldNotStart(command, error))).finally(release);
  if (code !== 0) throw commandFailed(command, args, signal ?? code, lines);
  return lines.join("\n");
}

/** A set-up that is told to stop takes the command it runs with it. */
function endWithUs(child) {
  const end = (signal) => {
    child.kill(signal);
    process.exit(signal === "SIGINT" ? 130 : 143);
  };
  const signals = ["SIGINT", "SIGTERM"];
  for (const signal of signals) process.once(signal, end);
  return () => {
    for (const signal of signals) process.removeListener(signal, end);
  };
}

function couldNotStart(command, error) {
  return new SetupError(`\`${command}\` could not be started: ${error.message}`);
}

function commandFailed(command, args, ending, lines) {
  return new SetupError(
    `\`${[command, ...args].join(" ")}\` ended with ${ending}. Its last lines:`,
    lines.slice(-REPEATED_LINES),
    lines.join("\n"),
  );
}
