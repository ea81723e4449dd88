import { checkServer, tellChanges } from "../../actions/checks/check.ts";
import { tellWebhook } from "../../actions/checks/webhook.ts";
import type { Session, StackOptions } from "../../actions/session.ts";
import type { Settled } from "../../actions/stack/settings.ts";
import { SettingsError } from "../../errors.ts";
import { exitCodeOf, type Finding } from "../../operations/checks/finding.ts";
import { beginSession } from "../session.ts";
import { showChanged, showFindings } from "./findings-text.ts";
import { showTimer } from "./timer-text.ts";

/** How `check` is called. */
export interface CheckOptions extends StackOptions {
  readonly changes: boolean;
  readonly timer: boolean;
  /** A file with the address that is told of changes. */
  readonly webhookFile: string | undefined;
}

/** Checks a running server from outside and inside. 3 when something is wrong or could not be observed, 4 when the only finding is drift. */
export async function check(options: CheckOptions): Promise<number> {
  const session = beginSession("check", options);
  refuseLoneWebhook(options);
  if (options.timer) {
    session.terminal.result(showTimer(session, options.webhookFile));
    return 0;
  }
  const { settled, findings } = await checkServer(session);
  if (options.changes) await sayWhatChanged(session, findings, options);
  else sayAll(session, settled, findings, options);
  return exitCodeOf(findings);
}

function refuseLoneWebhook({ webhookFile, changes, timer }: CheckOptions): void {
  if (webhookFile === undefined || changes || timer) return;
  const write = "Add --changes: only changes are sent to a webhook.";
  throw new SettingsError([{ file: null, line: null, key: "--webhook-file", found: "--changes is missing", write }]);
}

function sayAll({ terminal, stack }: Session, { plan }: Settled, findings: readonly Finding[], { json }: CheckOptions) {
  if (json) terminal.result(JSON.stringify({ version: 1, stack, findings }));
  else terminal.result(showFindings(`${stack}, ${plan.baseUrl}:`, findings));
}

/** Says nothing where nothing changed, so that a timer sends no mail. */
async function sayWhatChanged(session: Session, findings: readonly Finding[], { json, webhookFile }: CheckOptions) {
  const { stack, terminal } = session;
  await tellChanges(session, findings, async (changed) => {
    const document = JSON.stringify({ version: 1, stack, changed });
    if (webhookFile !== undefined) await tellWebhook(session, webhookFile, document);
    terminal.result(json ? document : showChanged(`${stack} has changed since the last check:`, changed));
  });
}
