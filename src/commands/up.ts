import { startProgress } from "../io/progress.ts";
import { perform } from "../operations/perform.ts";
import { nothingLeft } from "../operations/seen.ts";
import { changesServer } from "../operations/up.ts";
import { consent } from "./consent.ts";
import { type Prepared, prepare } from "./prepare.ts";
import { beginSession, type Session, type StackOptions } from "./session.ts";
import { judgeSettings } from "./settings.ts";
import { showPrepared, showUp } from "./up-text.ts";
import { withTurn } from "./with-turn.ts";
import { worldOf } from "./world.ts";

/** How `up` is called. */
export interface UpOptions extends StackOptions {
  readonly yes: boolean;
  readonly dryRun: boolean;
}

/** Brings the stack up: looks, decides, shows, asks, does. */
export async function up(options: UpOptions): Promise<number> {
  const session = beginSession("up", options);
  await judgeSettings(session);
  if (options.dryRun) return showDryRun(session, await prepare(session, nothingLeft), options);
  return withTurn(session, async (leftovers) => carryOut(session, await prepare(session, leftovers), options));
}

function showDryRun({ terminal }: Session, prepared: Prepared, { json }: UpOptions): number {
  const { steps, changes, drift } = prepared;
  if (json) terminal.result(JSON.stringify({ version: 1, dryRun: true, changes, drift, steps }));
  else terminal.result(showPrepared(prepared));
  return 0;
}

async function carryOut(session: Session, prepared: Prepared, { yes, json }: UpOptions): Promise<number> {
  const { terminal } = session;
  const isChanged = changesServer(prepared.steps);
  terminal.note(showPrepared(prepared));
  if (isChanged && !(await consent(terminal, prepared.changes, yes))) {
    terminal.note("Nothing was done.");
    return 1;
  }
  await performAll(session, prepared);
  terminal.result(showUp(session, prepared, { json, isChanged }));
  return 0;
}

async function performAll(session: Session, prepared: Prepared): Promise<void> {
  if (prepared.steps.length === 0) return;
  const progress = startProgress(`bringing up the stack ${session.stack}`);
  try {
    await perform(prepared.steps, worldOf(session, prepared, progress));
  } finally {
    progress.end();
  }
}
