import { reachEngine } from "../../actions/stack/engine.ts";
import { beginSession, type StackOptions } from "../../actions/stack/session.ts";
import { declareThrowaway } from "../../actions/try/declare.ts";
import { sweepThrowaways } from "../../actions/try/remove.ts";
import { conductTrial } from "../../actions/try/trial.ts";
import { settingsToTry } from "../../actions/try/try-settings.ts";
import { startProgress } from "../../io/machine/progress.ts";
import { readToolchain } from "../../io/pulumi/toolchain.ts";
import { showTrial } from "./try-text.ts";

/** How `try` is called. */
export interface TryOptions extends StackOptions {
  readonly settings: string | undefined;
  readonly keep: boolean;
}

/** Tries settings on a throwaway stack: brings it up, looks at it, says what was found and removes it. 3 when something is wrong. */
export async function tryOut({ settings, keep, ...options }: TryOptions): Promise<number> {
  const session = beginSession("try", options);
  const source = await settingsToTry(session, settings);
  const progress = startProgress("making ready");
  try {
    const [engine, toolchain] = await Promise.all([
      reachEngine(session),
      readToolchain(session.files, session.paths.toolchain),
    ]);
    for (const name of await sweepThrowaways(session, engine)) progress.keep(`removed ${name}, left by a killed run`);
    const declared = await declareThrowaway(session, { source, kind: keep ? "kept" : "try", toolchain, engine });
    const trial = await conductTrial({ session, engine, progress }, declared, keep);
    progress.end();
    session.terminal.result(options.json ? JSON.stringify({ version: 1, ...trial }) : showTrial(trial));
    return trial.passed ? 0 : 3;
  } finally {
    progress.end();
  }
}
