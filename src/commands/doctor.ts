import { look } from "../io/probes/look.ts";
import { startProgress } from "../io/progress.ts";
import { exitCodeOf, runChecks } from "../operations/checks/finding.ts";
import { checksBefore } from "../operations/checks/registry.ts";
import { declaredBy } from "./checks/declared.ts";
import { factsBefore } from "./checks/facts-before.ts";
import { showFindings } from "./checks/findings-text.ts";
import { reachEngine } from "./engine.ts";
import { imagesOf } from "./look.ts";
import { beginSession, type Session, type StackOptions } from "./session.ts";
import { settledStack } from "./settings.ts";

/** How `doctor` is called. */
export interface DoctorOptions extends StackOptions {
  readonly resolver: readonly string[] | undefined;
}

/** Looks at what would stop `up`, or a server that is to serve the world, and makes nothing. 3 when something is wrong. */
export async function doctor(options: DoctorOptions): Promise<number> {
  const session = beginSession("doctor", options);
  const settled = await settledStack(session);
  const progress = startProgress("looking around");
  try {
    const declared = declaredBy(session, settled);
    const resolvers = options.resolver ?? null;
    const engine = await lookAtEngine(session, imagesOf(settled.plan));
    const facts = await factsBefore(session, declared, { ...engine, resolvers, isThorough: true });
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

async function lookAtEngine(session: Session, images: readonly string[]) {
  const reached = await look(10_000, () => reachEngine(session));
  if (!("seen" in reached)) return { reached: null, engine: { facts: reached, missingImages: reached } };
  const { stack } = reached.seen;
  const [facts, missingImages] = await Promise.all([
    look(5_000, () => stack.facts()),
    look(5_000, () => stack.missingImages(images)),
  ]);
  return { reached: reached.seen, engine: { facts, missingImages } };
}
