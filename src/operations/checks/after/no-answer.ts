import { type Family, familyOf } from "../../../kinds/names.ts";
import { familiesServed } from "../../try/ports.ts";
import type { FactsAfter } from "../facts.ts";

/** What to do without an answer: publish a port on the family that was used, if there is none; otherwise the usual advice. */
export function adviceWithoutAnswer(usual: string): (facts: FactsAfter) => string {
  return (facts) => {
    const unpublished = unpublishedFamily(facts);
    if (unpublished === null) return usual;
    const all = unpublished === "IPv4" ? "0.0.0.0" : '"::"';
    const add = `No port is published on ${unpublished}: add ${all} to the list in chatkeep:bindAddress`;
    // For a name outside the DNS, its addresses are unknown.
    if (facts.addresses === null) return `${add}. If it is already in the list:  ${usual}`;
    return `${add}, or check from a machine that has ${unpublished === "IPv4" ? "IPv6" : "IPv4"}.`;
  };
}

/** The only family on which the host is reached from here, if no port is published on it; otherwise null. */
function unpublishedFamily({ plan, addresses }: FactsAfter): Family | null {
  const served = familiesServed(plan);
  if (served === null) return null;
  if (addresses === null) return served.includes("IPv4") ? null : "IPv4";
  const seen = "seen" in addresses ? (addresses.seen[plan.hostName] ?? []) : [];
  const reached = seen.filter(({ isOutOfReach }) => !isOutOfReach).map(({ address }) => familyOf(address));
  return reached.some((family) => served.includes(family)) ? null : (reached[0] ?? null);
}
