import { type Session, type StackOptions, sessionFor } from "../actions/session.ts";
import { processTerminal } from "./terminal/prompts.ts";

/** Begins a command at the terminal of this process. */
export function beginSession(command: string, { stack }: Pick<StackOptions, "stack">): Session {
  return sessionFor(command, stack, processTerminal());
}
