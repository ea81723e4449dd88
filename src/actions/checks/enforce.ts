import type { EngineFacts } from "../../io/docker/engine-facts.ts";
import { machineChecks } from "../../operations/checks/before/machine.ts";
import { type Finding, runChecks } from "../../operations/checks/finding.ts";
import { refuseWhatIsWrong, refusingIds } from "../../operations/checks/refuse.ts";
import { checksBefore } from "../../operations/checks/registry.ts";
import type { Session } from "../session.ts";
import type { ReachedEngine } from "../stack/engine.ts";
import type { Settled } from "../stack/settings.ts";
import { declaredBy } from "./declared.ts";
import { factsBefore } from "./facts-before.ts";
import { factsOfMachine } from "./facts-of-machine.ts";

/** What `up` has looked at by itself, and what somebody takes upon themselves. */
interface Enforcement {
  readonly facts: EngineFacts;
  readonly engine: ReachedEngine;
  readonly missingImages: readonly string[];
  /** Whether the stack has nothing on the engine yet. */
  readonly isFirst: boolean;
  readonly skipCheck: readonly string[];
  /** Name servers that were named; null leaves the choice to what is declared. */
  readonly resolvers: readonly string[] | null;
}

/**
 * Refuses to go on where something is wrong that has to be right first, before anything is made; gives what is worth knowing
 * otherwise. The first time everything that `doctor` judges is looked at, later only the engine itself.
 */
export async function enforceChecks(
  session: Session,
  settled: Settled,
  enforcement: Enforcement,
): Promise<readonly string[]> {
  const { isFirst, skipCheck } = enforcement;
  const findings = isFirst
    ? await findingsAtFirst(session, settled, enforcement)
    : await findingsLater(session, settled, enforcement);
  const refusing = refusingIds(checksBefore, isFirst ? "first" : "later");
  refuseWhatIsWrong(findings, refusing, skipCheck);
  const known = findings.filter(({ id, verdict }) => isWarning(verdict) && !skipCheck.includes(id));
  return known.map(({ id, found, advice }) => `${found}. ${advice ?? ""} (${id})`);
}

/** What is wrong and refuses nothing is said as what is merely to be known. */
function isWarning(verdict: Finding["verdict"]): boolean {
  return verdict === "warning" || verdict === "wrong";
}

/** What refuses nothing later, and is said each time: it follows from settings that may have changed. */
const told: readonly string[] = ["engine.processors", "tls.reach"];

async function findingsAtFirst(session: Session, settled: Settled, enforcement: Enforcement) {
  const { facts, engine, missingImages, resolvers } = enforcement;
  const seen = { facts: { seen: facts }, missingImages: { seen: missingImages } };
  const how = { engine: seen, reached: engine, resolvers, isThorough: false };
  return runChecks(checksBefore, await factsBefore(session, declaredBy(session, settled), how));
}

async function findingsLater(
  session: Session,
  settled: Settled,
  { facts, missingImages }: Enforcement,
): Promise<readonly Finding[]> {
  const seen = { facts: { seen: facts }, missingImages: { seen: missingImages } };
  const always = machineChecks.filter(({ id, refuses }) => refuses === "always" || told.includes(id));
  return runChecks(always, await factsOfMachine(session, declaredBy(session, settled), seen));
}
