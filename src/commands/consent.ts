import type { Terminal } from "../io/terminal.ts";
import { needsYes } from "../operations/up.ts";
import type { Prepared } from "./prepare.ts";

/** Asks whether to go on. What only creates goes on without a terminal, and says so; what replaces or deletes needs a yes or `--yes`. */
export async function consent(
  terminal: Terminal,
  { changes, steps }: Pick<Prepared, "changes" | "steps">,
  yes: boolean,
): Promise<boolean> {
  if (yes) return true;
  if (needsYes(changes, steps))
    return terminal.confirm("Go on? Something that exists is replaced or deleted.", { usually: false, flag: "--yes" });
  if (terminal.interactive) return terminal.confirm("Go on?", { usually: true, flag: "--yes" });
  terminal.note("There is no terminal to ask on. Nothing that exists is replaced or deleted, so it goes on.");
  return true;
}
