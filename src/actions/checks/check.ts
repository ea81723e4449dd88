import { observe } from "../../io/probes/observe.ts";
import { readToolchain } from "../../io/pulumi/toolchain.ts";
import { type ChangedFinding, changesSince, parseLastFindings } from "../../operations/checks/changes.ts";
import { type Finding, runChecks } from "../../operations/checks/finding.ts";
import { checksAfter } from "../../operations/checks/registry.ts";
import { masterKeyOf } from "../../operations/keys/first-key.ts";
import type { Session } from "../session.ts";
import { reachEngine } from "../stack/engine.ts";
import { refuseToObserveIfReached } from "../stack/ownership.ts";
import { pulumiOf } from "../stack/pulumi.ts";
import { type Settled, settledStack } from "../stack/settings.ts";
import { withProgress } from "../terminal.ts";
import { declaredBy } from "./declared.ts";
import { factsAfter } from "./facts-after.ts";

/** What a look at a running server from all sides found. */
export interface Checked {
  readonly settled: Settled;
  readonly findings: readonly Finding[];
}

/** Looks at a running server from all sides. */
export async function checkServer(session: Session): Promise<Checked> {
  const settled = await settledStack(session);
  await refuseToObserveIfReached(session);
  const findings = await withProgress(session.terminal, "observing the server", async () => {
    const engine = observe(20_000, async () => (await reachEngine(session)).stack);
    const master = observe(30_000, () => masterKey(session));
    return runChecks(checksAfter, await factsAfter(session, declaredBy(session, settled), { engine, master }));
  });
  return { settled, findings };
}

/** Says what is otherwise than at the last observation, and keeps what was found once it was told. */
export async function tellChanges(
  { files, paths }: Pick<Session, "files" | "paths">,
  findings: readonly Finding[],
  tell: (changed: readonly ChangedFinding[]) => Promise<void>,
): Promise<void> {
  const changed = changesSince(parseLastFindings(await files.read(paths.lastCheck)), findings);
  if (changed.length > 0) await tell(changed);
  await files.write(paths.lastCheck, `${JSON.stringify({ version: 1, findings })}\n`, 0o600);
}

async function masterKey(session: Session) {
  const toolchain = await readToolchain(session.files, session.paths.toolchain);
  return masterKeyOf({ pulumi: await pulumiOf(session, toolchain) });
}
