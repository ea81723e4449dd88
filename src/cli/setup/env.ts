import type { StackOptions } from "../../actions/session.ts";
import { variablesFor } from "../../actions/stack/environment.ts";
import { beginSession } from "../session.ts";

/** Prints what plain `pulumi` needs to work on this stack: paths, and no secret. */
export async function env(options: StackOptions): Promise<number> {
  const session = beginSession("env", options);
  const { stack, environment, terminal } = session;
  const variables = await variablesFor(session, options.json ? (environment.PATH ?? "") : "");
  terminal.result(options.json ? JSON.stringify({ version: 1, stack, variables }) : exportLines(variables).join("\n"));
  return 0;
}

/** Lines that any POSIX shell evaluates (POSIX, "Shell Command Language", 2.2.2); folders go before those of the shell's own PATH. */
export function exportLines(variables: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(variables).map(([name, value]) => {
    const rest = name === "PATH" ? ':"$PATH"' : "";
    return `export ${name}='${value.replaceAll("'", "'\\''")}'${rest}`;
  });
}
