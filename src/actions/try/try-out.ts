import { readToolchain } from "../../io/pulumi/toolchain.ts";
import type { Session } from "../session.ts";
import { reachEngine } from "../stack/engine.ts";
import { withProgress } from "../terminal.ts";
import { declareThrowaway } from "./declare.ts";
import { sweepThrowaways } from "./remove.ts";
import { conductTrial, type Trial } from "./trial.ts";
import { settingsToTry } from "./try-settings.ts";

/** Tries settings on a throwaway stack: starts it, checks it, and removes it unless `--keep` is given. */
export async function tryOut(session: Session, settings: string | undefined, kept: boolean): Promise<Trial> {
  const source = await settingsToTry(session, settings);
  return withProgress(session.terminal, "preparing", async (progress) => {
    const [engine, toolchain] = await Promise.all([
      reachEngine(session),
      readToolchain(session.files, session.paths.toolchain),
    ]);
    for (const name of await sweepThrowaways(session, engine)) progress.keep(`removed ${name}, left by a killed run`);
    const declared = await declareThrowaway(session, {
      ...{ source, toolchain, engine },
      kind: kept ? "kept" : "try",
      given: null,
    });
    return conductTrial({ session, engine, progress }, declared, kept);
  });
}
