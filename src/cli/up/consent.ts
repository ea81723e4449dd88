import type { Terminal } from "../../actions/terminal.ts";
import type { Prepared } from "../../actions/up/prepare.ts";
import type { Change } from "../../operations/state/change.ts";
import { needsYes } from "../../operations/up/up.ts";

/** For what takes something away. */
export interface YesOption {
  readonly yes: boolean;
}

/** Whether the person agrees, or has said so with `--yes`; without a terminal only the latter will do. */
export async function agreed(
  terminal: Terminal,
  { yes, usually = false }: YesOption & { readonly usually?: boolean },
  question: string,
): Promise<boolean> {
  if (yes || (await terminal.confirm(question, { usually, flag: "--yes" }))) return true;
  terminal.note("Nothing was changed.");
  return false;
}

/** Asks whether to continue. Without a terminal, a plan that only creates continues, with a message; a plan that replaces or deletes needs `--yes`. */
export async function consent(
  terminal: Terminal,
  { changes, steps }: Pick<Prepared, "changes" | "steps">,
  { yes }: YesOption,
): Promise<boolean> {
  if (yes || needsYes(changes, steps)) return agreed(terminal, { yes }, questionFor(changes));
  if (terminal.interactive) return agreed(terminal, { yes, usually: true }, "Continue?");
  terminal.note(
    "There is no terminal for questions. Nothing that exists is replaced or deleted, so the run continues.",
  );
  return true;
}

/** The key shows that the data is this server's, and not whether another machine's checkout still runs it. */
function questionFor(changes: readonly Change[]): string {
  if (changes.some(({ action }) => action === "adopt"))
    return "Continue? The stack takes over data that its key proves to be its own. Afterwards, no other machine may run this server.";
  return "Continue? Existing resources are replaced or deleted.";
}
