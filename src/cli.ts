import { CommanderError } from "commander";
import { buildProgram } from "./cli/program.ts";
import { flushed } from "./cli/terminal/flushed.ts";
import { explainMachineError } from "./cli/terminal/machine-error.ts";
import { namingStack, stackIn } from "./cli/terminal/naming-stack.ts";
import { Refusal, SettingsError, StackError, VaultError } from "./errors.ts";

/** Starts a command, catches once, and exits: 0 done, 1 failed, 2 what was written is wrong, 3 a check found something, 4 drift alone. */
async function main(args: readonly string[]): Promise<void> {
  try {
    await buildProgram((code) => {
      process.exitCode = code;
    }).parseAsync([...args], { from: "user" });
  } catch (error) {
    process.exitCode = report(error);
  }
}

/** Says what went wrong and what to do next; gives the exit code. What is none of our errors is a bug, and shows where. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof SettingsError) return say(2, error.message, null);
  if (error instanceof Refusal) return say(2, error.message, error.next);
  if (error instanceof StackError || error instanceof VaultError) return say(1, error.message, error.next);
  const refused = explainMachineError(error);
  if (refused !== null) return say(1, refused.message, refused.next);
  return say(1, error instanceof Error ? (error.stack ?? error.message) : String(error), reportBug);
}

const reportBug = "This is a fault in chatkeep. Please report it with the lines above.";

function say(code: number, message: string, next: string | null): number {
  const text = `\n${message}\n${next === null ? "" : `\n${next}\n`}`;
  process.stderr.write(namingStack(text, stackIn(process.argv.slice(2), process.env)));
  return code;
}

await main(process.argv.slice(2));
await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
// What was asked for is done. Libraries leave timers behind that would keep the process (matrix-js-sdk: one for each request).
process.exit();
