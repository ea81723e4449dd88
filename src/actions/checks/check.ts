import { observeWithin } from "../../io/probes/observe.ts";
import { readToolchain } from "../../io/pulumi/toolchain.ts";
import { type ChangedFinding, changesSince, parseLastFindings } from "../../operations/checks/changes.ts";
import { type Finding, runChecks } from "../../operations/checks/finding.ts";
import { checksAfter } from "../../operations/checks/registry.ts";
import { refuseForeign } from "../../operations/ownership/refuse.ts";
import type { Session } from "../session.ts";
import { reachEngine } from "../stack/engine.ts";
import { judgeData } from "../stack/ownership.ts";
import { lookingPulumi } from "../stack/pulumi.ts";
import { stateIn } from "../stack/repair-checkpoint.ts";
import { type Settled, settingsOf, understand } from "../stack/settings.ts";
import type { Situation } from "../stack/situation.ts";
import { readWritten } from "../stack/written.ts";
import { withProgress } from "../terminal.ts";
import { declaredBy } from "./declared.ts";
import { type EngineAsked, factsAfter } from "./facts-after.ts";

const patiently = 20_000;

/** What the checks of a running server found. */
export interface Checked {
  readonly settled: Settled;
  readonly findings: readonly Finding[];
}

/** Checks a running server from outside and inside. */
export async function checkServer(session: Session): Promise<Checked> {
  const written = await readWritten(session);
  const source = await settingsOf(written, session);
  const settled = understand(session, source);
  const asked = await askEngine(session, { written, source });
  const findings = await withProgress(session.terminal, "observing the server", async () => {
    const pulumi = await observeWithin(patiently, async () => {
      const toolchain = await readToolchain(session.files, session.paths.toolchain);
      return lookingPulumi(session, toolchain, { written, source });
    });
    return runChecks(checksAfter, await factsAfter(session, declaredBy(session, settled), { ...asked, pulumi }));
  });
  return { settled, findings };
}

/** Reaches the engine and asks it once; refuses a stack that is another's. What cannot be seen refuses nothing: its checks say so. */
async function askEngine(session: Session, found: Pick<Situation, "written" | "source">): Promise<EngineAsked> {
  const reached = await observeWithin(patiently, () => reachEngine(session));
  if (!("seen" in reached)) return { engine: reached, facts: reached, observation: reached };
  const { client, stack } = reached.seen;
  const [facts, observation] = await Promise.all([
    observeWithin(patiently, () => stack.facts()),
    observeWithin(patiently, () => stack.observe()),
  ]);
  if ("seen" in observation) {
    const there = { ...found, engine: observation.seen };
    const state = () => stateIn(session, found.written);
    const owner = await observeWithin(patiently, async () =>
      judgeData(session, client, { ...there, state: await state() }),
    );
    if ("seen" in owner) refuseForeign(session, owner.seen.ownership);
  }
  return { engine: { seen: stack }, facts, observation };
}

/** Reports what changed since the last check, and stores the findings after they were reported. */
export async function tellChanges(
  { files, paths }: Pick<Session, "files" | "paths">,
  findings: readonly Finding[],
  tell: (changed: readonly ChangedFinding[]) => Promise<void>,
): Promise<void> {
  const changed = changesSince(parseLastFindings(await files.read(paths.lastCheck)), findings);
  if (changed.length > 0) await tell(changed);
  await files.write(paths.lastCheck, `${JSON.stringify({ version: 1, findings })}\n`, 0o600);
}
