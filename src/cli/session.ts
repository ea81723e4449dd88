import { type Session, type StackOptions, sessionFor } from "../actions/session.ts";
import { namingStack } from "./terminal/naming-stack.ts";
import { processTerminal } from "./terminal/prompts.ts";

/** Begins a command at the terminal of this process. */
export function beginSession(command: string, { stack }: Pick<StackOptions, "stack">): Session {
  const terminal = processTerminal();
  return sessionFor(command, stack, { ...terminal, note: (text) => terminal.note(namingStack(text, stack)) });
}
