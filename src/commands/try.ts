import { startProgress } from "../io/progress.ts";
import { readToolchain } from "../io/toolchain.ts";
import { reachEngine } from "./engine.ts";
import { beginSession, type StackOptions } from "./session.ts";
import { declareThrowaway } from "./throwaway/declare.ts";
import { sweepThrowaways } from "./throwaway/remove.ts";
import { conductTrial } from "./throwaway/trial.ts";
import { settingsToTry } from "./try-settings.ts";
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
