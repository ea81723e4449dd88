import { observe } from "../../io/probes/observe.ts";
import type { Observed } from "../../kinds/observed.ts";
import { type Finding, runChecks } from "../../operations/checks/finding.ts";
import { checksBefore } from "../../operations/checks/registry.ts";
import { imagesOf } from "../../plan/images/images.ts";
import { imageTable } from "../../plan/images/versions.ts";
import type { Plan } from "../../plan/plan.ts";
import { givenToken } from "../dns/dns-token.ts";
import type { Session } from "../session.ts";
import { type ReachedEngine, reachEngine } from "../stack/engine.ts";
import { holdsKey, readSettings, type Settled, settle, settledForMaking } from "../stack/settings.ts";
import { withProgress } from "../terminal.ts";
import { declaredBy } from "./declared.ts";
import { factsBefore } from "./facts-before.ts";

/** Who is asked, and with what. */
export interface DoctorWishes {
  /** Name servers to ask instead of public ones. */
  readonly resolver: readonly string[] | undefined;
  readonly cloudflareTokenFile: string | undefined;
}

/** Looks at what would stop `up`, or a server that is to serve the world, and makes nothing. */
export async function examineBefore(
  session: Session,
  wishes: DoctorWishes,
): Promise<{ readonly plan: Plan; readonly findings: readonly Finding[] }> {
  await settledForMaking(session); // what is written wrong is said before anyone is asked
  const token = await givenToken(session, wishes.cloudflareTokenFile);
  return withProgress(session.terminal, "observing the machine", async () => {
    const reached = await observe(20_000, () => reachEngine(session));
    const settled = await settledAsUpWould(session, reached);
    const declared = declaredBy(session, settled);
    const resolvers = wishes.resolver ?? null;
    const engine = await observeEngine(reached, imagesOf(settled.plan));
    const facts = await factsBefore(session, declared, { ...engine, resolvers, givenToken: token, isThorough: true });
    return { plan: settled.plan, findings: runChecks(checksBefore, facts) };
  });
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

async function observeEngine(reached: Observed<ReachedEngine>, images: readonly string[]) {
  if (!("seen" in reached)) return { reached: null, engine: { facts: reached, missingImages: reached } };
  const { stack } = reached.seen;
  const [facts, missingImages] = await Promise.all([
    observe(20_000, () => stack.facts()),
    observe(20_000, () => stack.missingImages(images)),
  ]);
  return { reached: reached.seen, engine: { facts, missingImages } };
}
