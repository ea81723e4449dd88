import { takeToken } from "../../actions/dns/dns-token.ts";
import { settleState } from "../../actions/stack/earlier-state.ts";
import { mendCheckpoint } from "../../actions/stack/mend-state.ts";
import { readState } from "../../actions/stack/read-state.ts";
import { beginSession, type Session, type StackOptions } from "../../actions/stack/session.ts";
import { judgeSettings } from "../../actions/stack/settings.ts";
import { withTurn } from "../../actions/stack/with-lock.ts";
import { type Prepared, type PrepareOptions, prepare } from "../../actions/up/prepare.ts";
import { worldOf } from "../../actions/up/world.ts";
import { StackError, StoppedOnRequest } from "../../errors.ts";
import { startProgress } from "../../io/machine/progress.ts";
import { perform } from "../../operations/steps/perform.ts";
import { nothingLeft } from "../../operations/up/seen.ts";
import { type Step, steps } from "../../operations/up/steps.ts";
import { decideSweep } from "../../operations/up/sweep.ts";
import { changesServer } from "../../operations/up/up.ts";
import { consent } from "./consent.ts";
import { showPrepared, showUp } from "./up-text.ts";

/** How `up` is called. */
export interface UpOptions extends StackOptions, PrepareOptions {
  readonly yes: boolean;
  readonly dryRun: boolean;
  readonly cloudflareTokenFile: string | undefined;
}

/** Brings the stack up: looks, decides, shows, asks, does. */
export async function up(options: UpOptions): Promise<number> {
  if (!options.dryRun) await settleState(options.stack);
  const session = beginSession("up", options);
  await judgeSettings(session);
  if (options.dryRun) return showDryRun(session, await prepare(session, nothingLeft, options), options);
  return withTurn(session, async (leftovers) => {
    await mendCheckpoint(session, options);
    await takeToken(session, options.cloudflareTokenFile);
    return carryOut(session, await prepare(session, leftovers, options), options);
  });
}

function showDryRun({ terminal }: Session, prepared: Prepared, { json }: UpOptions): number {
  const { steps, changes, drift } = prepared;
  if (json) terminal.result(JSON.stringify({ version: 1, dryRun: true, changes, drift, steps }));
  else terminal.result(showPrepared(prepared));
  return 0;
}

async function carryOut(session: Session, prepared: Prepared, { yes, json, despite }: UpOptions): Promise<number> {
  const { terminal } = session;
  const isChanged = changesServer(prepared.steps);
  terminal.note(showPrepared(prepared));
  if (isChanged && !(await consent(terminal, prepared, { yes }))) return 1;
  await performAll(session, prepared, despite);
  terminal.result(showUp(session, prepared, { json, isChanged }));
  return 0;
}

/**
 * What a killed run asked of the engine may come into being after we looked: then it stands in the way of what is to be made,
 * is swept, and the plan is applied once more.
 */
async function performAll(session: Session, prepared: Prepared, despite: UpOptions["despite"]): Promise<void> {
  try {
    await performSteps(session, prepared);
  } catch (error) {
    const late = error instanceof StackError && !(error instanceof StoppedOnRequest);
    if (!late || (await lateComers(session, prepared)).length === 0) throw error;
    session.terminal.note("What a killed run had asked of the engine came only now. It is removed, and all goes on.");
    await performSteps(session, await prepare(session, nothingLeft, { replaceRecords: false, despite }));
  }
}

async function lateComers(session: Session, { engine }: Prepared): Promise<readonly Step[]> {
  return decideSweep({ state: await readState(session), engine: await engine.stack.observe(), leftovers: nothingLeft });
}

async function performSteps(session: Session, prepared: Prepared): Promise<void> {
  if (prepared.steps.length === 0) return;
  const progress = startProgress(`bringing up the stack ${session.stack}`);
  try {
    await perform(prepared.steps, steps, worldOf(session, prepared, progress));
  } finally {
    progress.end();
  }
}
