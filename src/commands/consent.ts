import type { Terminal } from "../io/terminal.ts";
import type { Change } from "../operations/change.ts";
import { needsYes } from "../operations/up.ts";
import type { Prepared } from "./prepare.ts";

/** Asks whether to go on. What only creates goes on without a terminal, and says so; what replaces or deletes needs a yes or `--yes`. */
export async function consent(
  terminal: Terminal,
  { changes, steps }: Pick<Prepared, "changes" | "steps">,
  yes: boolean,
): Promise<boolean> {
  if (yes) return true;
  if (needsYes(changes, steps)) return terminal.confirm(questionFor(changes), { usually: false, flag: "--yes" });
  if (terminal.interactive) return terminal.confirm("Go on?", { usually: true, flag: "--yes" });
  terminal.note("There is no terminal to ask on. Nothing that exists is replaced or deleted, so it goes on.");
  return true;
}

/** The key shows that the data is this server's, and not whether another machine's checkout still runs it. */
function questionFor(changes: readonly Change[]): string {
  if (changes.some(({ action }) => action === "adopt"))
    return "Go on? Data that this stack's key proves to be its own is taken over. No other machine may go on with this server.";
  return "Go on? Something that exists is replaced or deleted.";
}
