import { declaredBy } from "../../actions/checks/declared.ts";
import { factsAfter } from "../../actions/checks/facts-after.ts";
import { tellWebhook } from "../../actions/checks/webhook.ts";
import { reachEngine } from "../../actions/stack/engine.ts";
import { refuseToLookIfReached } from "../../actions/stack/ownership.ts";
import { pulumiOf } from "../../actions/stack/pulumi.ts";
import { beginSession, type Session, type StackOptions } from "../../actions/stack/session.ts";
import { type Settled, settledStack } from "../../actions/stack/settings.ts";
import { SpecError } from "../../errors.ts";
import { startProgress } from "../../io/machine/progress.ts";
import { look } from "../../io/probes/look.ts";
import { readToolchain } from "../../io/pulumi/toolchain.ts";
import { changesSince, parseLastFindings } from "../../operations/checks/changes.ts";
import { exitCodeOf, type Finding, runChecks } from "../../operations/checks/finding.ts";
import { checksAfter } from "../../operations/checks/registry.ts";
import { masterKeyOf } from "../../operations/keys/first-key.ts";
import { showChanged, showFindings } from "./findings-text.ts";
import { showTimer } from "./timer-text.ts";

/** How `check` is called. */
export interface CheckOptions extends StackOptions {
  readonly changes: boolean;
  readonly timer: boolean;
  /** A file with the address that is told of changes. */
  readonly webhookFile: string | undefined;
}

/** Looks at a running server from all sides. 3 when something is wrong or could not be looked at, 4 when it is drift alone. */
export async function check(options: CheckOptions): Promise<number> {
  const session = beginSession("check", options);
  refuseLoneWebhook(options);
  if (options.timer) {
    session.terminal.result(showTimer(session, options.webhookFile));
    return 0;
  }
  const settled = await settledStack(session);
  await refuseToLookIfReached(session);
  const findings = await findingsOf(session, settled);
  if (options.changes) await sayWhatChanged(session, findings, options);
  else sayAll(session, settled, findings, options);
  return exitCodeOf(findings);
}

function refuseLoneWebhook({ webhookFile, changes, timer }: CheckOptions): void {
  if (webhookFile === undefined || changes || timer) return;
  const write = "Write --changes beside it: the address is told of changes alone.";
  throw new SpecError([{ file: null, line: null, key: "--webhook-file", found: "there is no --changes", write }]);
}

async function findingsOf(session: Session, settled: Settled): Promise<readonly Finding[]> {
  const progress = startProgress("looking at the server");
  try {
    const engine = look(20_000, async () => (await reachEngine(session)).stack);
    const master = look(30_000, () => masterKey(session));
    return runChecks(checksAfter, await factsAfter(session, declaredBy(session, settled), { engine, master }));
  } finally {
    progress.end();
  }
}

async function masterKey(session: Session) {
  const toolchain = await readToolchain(session.files, session.paths.toolchain);
  return masterKeyOf({ pulumi: await pulumiOf(session, toolchain) });
}

function sayAll({ terminal, stack }: Session, { plan }: Settled, findings: readonly Finding[], { json }: CheckOptions) {
  if (json) terminal.result(JSON.stringify({ version: 1, stack, findings }));
  else terminal.result(showFindings(`${stack}, ${plan.baseUrl}:`, findings));
}

/** Says nothing where nothing changed, so that a timer sends no mail. What was found is kept once it was told. */
async function sayWhatChanged(session: Session, findings: readonly Finding[], { json, webhookFile }: CheckOptions) {
  const { files, paths, stack, terminal } = session;
  const changed = changesSince(parseLastFindings(await files.read(paths.lastCheck)), findings);
  if (changed.length > 0) {
    const document = JSON.stringify({ version: 1, stack, changed });
    if (webhookFile !== undefined) await tellWebhook(session, webhookFile, document);
    terminal.result(json ? document : showChanged(`${stack} is not as it was:`, changed));
  }
  await files.write(paths.lastCheck, `${JSON.stringify({ version: 1, findings })}\n`, 0o600);
}
