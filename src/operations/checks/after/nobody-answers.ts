import { type Family, familyOf } from "../../../kinds/names.ts";
import { familiesServed } from "../../try/ports.ts";
import type { FactsAfter } from "../facts.ts";

/** What to do where nobody answered: where no port is published on the family that was asked by, that; otherwise what is usual. */
export function whereNobodyAnswers(usual: string): (facts: FactsAfter) => string {
  return (facts) => {
    const unpublished = unpublishedFamily(facts);
    if (unpublished === null) return usual;
    const all = unpublished === "IPv4" ? "0.0.0.0" : '"::"';
    const add = `No port is published on ${unpublished}: add ${all} to the list in chatkeep:bindAddress`;
    // Of a name outside the DNS it is not known where it leads.
    if (facts.addresses === null) return `${add}. If it is already in the list:  ${usual}`;
    return `${add}, or check from a machine that has ${unpublished === "IPv4" ? "IPv6" : "IPv4"}.`;
  };
}

/** The family by which alone the host is reached from here, and on which no port is published; null where there is none. */
function unpublishedFamily({ plan, addresses }: FactsAfter): Family | null {
  const served = familiesServed(plan);
  if (served === null) return null;
  if (addresses === null) return served.includes("IPv4") ? null : "IPv4";
  const seen = "seen" in addresses ? (addresses.seen[plan.hostName] ?? []) : [];
  const reached = seen.filter(({ isOutOfReach }) => !isOutOfReach).map(({ address }) => familyOf(address));
  return reached.some((family) => served.includes(family)) ? null : (reached[0] ?? null);
}
