import { declaredBy } from "../../actions/checks/declared.ts";
import { factsBefore } from "../../actions/checks/facts-before.ts";
import { givenToken } from "../../actions/dns/dns-token.ts";
import { type ReachedEngine, reachEngine } from "../../actions/stack/engine.ts";
import { beginSession, type Session, type StackOptions } from "../../actions/stack/session.ts";
import { holdsKey, readSettings, type Settled, settle, settledForMaking } from "../../actions/stack/settings.ts";
import { imagesOf } from "../../actions/up/look.ts";
import { startProgress } from "../../io/machine/progress.ts";
import { look } from "../../io/probes/look.ts";
import type { Observed } from "../../kinds/observed.ts";
import { exitCodeOf, runChecks } from "../../operations/checks/finding.ts";
import { checksBefore } from "../../operations/checks/registry.ts";
import { imageTable } from "../../plan/images/versions.ts";
import { showFindings } from "./findings-text.ts";

/** How `doctor` is called. */
export interface DoctorOptions extends StackOptions {
  readonly resolver: readonly string[] | undefined;
  readonly cloudflareTokenFile: string | undefined;
}

/** Looks at what would stop `up`, or a server that is to serve the world, and makes nothing. 3 when something is wrong. */
export async function doctor(options: DoctorOptions): Promise<number> {
  const session = beginSession("doctor", options);
  await settledForMaking(session); // what is written wrong is said before anyone is asked
  const token = await givenToken(session, options.cloudflareTokenFile);
  const progress = startProgress("looking around");
  try {
    const reached = await look(20_000, () => reachEngine(session));
    const settled = await settledAsUpWould(session, reached);
    const declared = declaredBy(session, settled);
    const resolvers = options.resolver ?? null;
    const engine = await lookAtEngine(reached, imagesOf(settled.plan));
    const facts = await factsBefore(session, declared, { ...engine, resolvers, givenToken: token, isThorough: true });
    const findings = runChecks(checksBefore, facts);
    progress.end();
    const exitCode = exitCodeOf(findings);
    if (options.json) session.terminal.result(JSON.stringify({ version: 1, stack: session.stack, findings }));
    else session.terminal.result(showFindings(`Before ${session.stack}, ${settled.plan.baseUrl}:`, findings));
    return exitCode;
  } finally {
    progress.end();
  }
}

/** Where images come from is chosen by the first `up`, so until then it is here what that would choose. */
async function settledAsUpWould(session: Session, reached: Observed<ReachedEngine>): Promise<Settled> {
  const source = await readSettings(session);
  const isOpen = source !== null && source.values.imageSource === undefined && !holdsKey(source);
  if (!isOpen || !("seen" in reached)) return settledForMaking(session);
  const { officialImagesReachable } = await import("../../io/images/reach.ts");
  const isReached = await officialImagesReachable(reached.seen.client, imageTable.synapse);
  return settle(session, { ...source, values: { ...source.values, imageSource: isReached ? "official" : "local" } });
}

async function lookAtEngine(reached: Observed<ReachedEngine>, images: readonly string[]) {
  if (!("seen" in reached)) return { reached: null, engine: { facts: reached, missingImages: reached } };
  const { stack } = reached.seen;
  const [facts, missingImages] = await Promise.all([
    look(20_000, () => stack.facts()),
    look(20_000, () => stack.missingImages(images)),
  ]);
  return { reached: reached.seen, engine: { facts, missingImages } };
}
