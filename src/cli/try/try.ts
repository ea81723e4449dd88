import type { StackOptions } from "../../actions/session.ts";
import { tryOut } from "../../actions/try/try-out.ts";
import { beginSession } from "../session.ts";
import { showTrial } from "./try-text.ts";

/** How `try` is called. */
export interface TryOptions extends StackOptions {
  readonly settings: string | undefined;
  readonly keep: boolean;
}

/** Tries settings on a throwaway stack, and says what was found. 3 when something is wrong. */
export async function trySettings({ settings, keep, ...options }: TryOptions): Promise<number> {
  const session = beginSession("try", options);
  const trial = await tryOut(session, settings, keep);
  session.terminal.result(options.json ? JSON.stringify({ version: 1, ...trial }) : showTrial(trial));
  return trial.passed ? 0 : 3;
}
