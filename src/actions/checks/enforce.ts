import { machineChecks } from "../../operations/checks/before/machine.ts";
import type { FactsBefore, MachineFacts } from "../../operations/checks/facts.ts";
import { type Finding, runChecks } from "../../operations/checks/finding.ts";
import { refuseWhatIsWrong, refusingIds } from "../../operations/checks/refuse.ts";
import { checksBefore } from "../../operations/checks/registry.ts";

/** What `up` observed: for a new stack everything that `doctor` judges, later only the machine. */
export type EnforcedFacts =
  | { readonly kind: "first"; readonly facts: FactsBefore }
  | { readonly kind: "later"; readonly facts: MachineFacts };

/**
 * Refuses to continue while something is wrong that must be fixed first, before anything is created; returns the warnings
 * otherwise. The first time everything that `doctor` judges counts, later only the engine itself.
 */
export function enforceChecks(seen: EnforcedFacts, skipCheck: readonly string[]): readonly string[] {
  const findings = seen.kind === "first" ? runChecks(checksBefore, seen.facts) : runChecks(laterChecks, seen.facts);
  refuseWhatIsWrong(findings, refusingIds(checksBefore, seen.kind), skipCheck);
  const known = findings.filter(({ id, verdict }) => isWarning(verdict) && !skipCheck.includes(id));
  return known.map(({ id, found, advice }) => `${found}. ${advice ?? ""} (${id})`);
}

/** What is wrong and refuses nothing is said as what is merely to be known. */
function isWarning(verdict: Finding["verdict"]): boolean {
  return verdict === "warning" || verdict === "wrong";
}

/** What refuses nothing later, and is said each time: it follows from settings that may have changed. */
const told: readonly string[] = ["engine.processors", "tls.reach"];

const laterChecks = machineChecks.filter(({ id, refuses }) => refuses === "always" || told.includes(id));
