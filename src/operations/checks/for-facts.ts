import type { FactsAfter, FactsBefore, MachineFacts } from "./facts.ts";
import { type Check, type Definition, defineCheck } from "./finding.ts";

/** A check of the machine alone: `up` makes it each time. */
export function ofMachine<Seen>(definition: Definition<MachineFacts, Seen>): Check<MachineFacts> {
  return defineCheck(definition);
}

/** A check of `doctor`. */
export function before<Seen>(definition: Definition<FactsBefore, Seen>): Check<FactsBefore> {
  return defineCheck(definition);
}

/** A check of `check`. */
export function after<Seen>(definition: Definition<FactsAfter, Seen>): Check<FactsAfter> {
  return defineCheck(definition);
}
