import { openOperator } from "./actions/accounts/operate.ts";
import { type Session, sessionFor } from "./actions/session.ts";
import { reachEngine } from "./actions/stack/engine.ts";
import { terminalWithoutAnswers } from "./actions/terminal.ts";
import { bootThrowaway } from "./actions/try/boot.ts";
import { type DeclaredTrial, declareThrowaway } from "./actions/try/declare.ts";
import { removeThrowaway, sweepThrowaways } from "./actions/try/remove.ts";
import { RunningStack } from "./actions/try/running-stack.ts";
import { settingsToTry } from "./actions/try/try-settings.ts";
import { readToolchain } from "./io/pulumi/toolchain.ts";
import type { Json } from "./kinds/json.ts";
import { masterKeyOf } from "./operations/keys/first-key.ts";
import { plainSettings } from "./settings/yaml/settings-source.ts";

export type { RunningStack } from "./actions/try/running-stack.ts";
export type { Person, SignedIn } from "./io/matrix/client.ts";
export type { TrialCheck } from "./operations/try/check.ts";

/** Which settings a throwaway server gets, and who hears what is being done. */
export interface BootOptions {
  /** Settings by key, without `chatkeep:`, such as `{ serverName: "team.test", uploadSize: "20 MiB" }`. */
  readonly settings?: Readonly<Record<string, Json>>;
  /** A stack file, such as `stacks/Pulumi.acme.yaml`; not together with `settings`. */
  readonly settingsFile?: string;
  readonly onProgress?: (text: string) => void;
}

/**
 * Boots a throwaway server of this checkout's own program, for a test: on a random port of this machine, with keys of its own.
 * Several may run side by side. What killed processes left is removed first. Throws a SettingsError for wrong settings and a
 * StackError where it does not come up; nothing stays then.
 */
export async function bootStack(options: BootOptions = {}): Promise<RunningStack> {
  const { settings, settingsFile, onProgress = () => undefined } = options;
  const caller = sessionFor("test", "local", terminalWithoutAnswers(onProgress));
  const source = settings === undefined ? await settingsToTry(caller, settingsFile) : plainSettings(settings);
  const engine = await reachEngine(caller);
  await sweepThrowaways(caller, engine);
  const toolchain = await readToolchain(caller.files, caller.paths.toolchain);
  const declared = await declareThrowaway(caller, { source, kind: "try", toolchain, engine, given: null });
  try {
    return await boot(caller, declared, onProgress);
  } catch (error) {
    await removeThrowaway(caller, engine, declared.session.stack);
    throw error;
  }
}

async function boot(caller: Session, declared: DeclaredTrial, say: (text: string) => void): Promise<RunningStack> {
  const since = caller.clock.now();
  const booted = await bootThrowaway(declared, { say, keep: say });
  const { engine, settings, plan, pulumi } = booted;
  const operator = await openOperator(engine.stack, { settings, plan }, await masterKeyOf({ pulumi }));
  return new RunningStack(caller, booted, operator, since);
}
