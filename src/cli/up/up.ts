import type { StackOptions } from "../../actions/session.ts";
import { settleState } from "../../actions/stack/earlier-state.ts";
import { bringUp, planUp, type UpWishes } from "../../actions/up/up.ts";
import { beginSession } from "../session.ts";
import { processTerminal } from "../terminal/prompts.ts";
import { consent } from "./consent.ts";
import { showPrepared, showUp } from "./up-text.ts";

/** How `up` is called. */
export interface UpOptions extends StackOptions, UpWishes {
  readonly dryRun: boolean;
}

/** Brings the stack up: shows what will be done, asks, does it. */
export async function up(options: UpOptions): Promise<number> {
  if (options.dryRun) return dryRun(options);
  await settleState(options.stack, processTerminal());
  const session = beginSession("up", options);
  const { terminal } = session;
  const ended = await bringUp(session, options, async (prepared, isChanged) => {
    terminal.note(showPrepared(prepared));
    return !isChanged || (await consent(terminal, prepared, options));
  });
  if (ended === null) return 1;
  terminal.result(showUp(session, ended.prepared, { json: options.json, isChanged: ended.isChanged }));
  return 0;
}

async function dryRun(options: UpOptions): Promise<number> {
  const session = beginSession("up", options);
  const prepared = await planUp(session, options);
  const { steps, changes, drift } = prepared;
  const asJson = () => JSON.stringify({ version: 1, dryRun: true, changes, drift, steps });
  session.terminal.result(options.json ? asJson() : showPrepared(prepared));
  return 0;
}
