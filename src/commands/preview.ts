import { nothingLeft } from "../operations/seen.ts";
import { prepare } from "./prepare.ts";
import { beginSession, type StackOptions } from "./session.ts";
import { judgeSettings } from "./settings.ts";
import { showPrepared } from "./up-text.ts";

/** Shows what `up` would do, and what a look at the engine found to be other than it was left. Nothing is changed. */
export async function preview(options: StackOptions): Promise<number> {
  const session = beginSession("preview", options);
  await judgeSettings(session);
  const prepared = await prepare(session, nothingLeft);
  const { plan, steps, changes, drift } = prepared;
  const asJson = () => JSON.stringify({ version: 1, stack: plan.stack, url: plan.baseUrl, changes, drift, steps });
  session.terminal.result(options.json ? asJson() : showPrepared(prepared));
  return 0;
}
