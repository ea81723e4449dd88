import type { Step } from "./steps.ts";

/** Puts DNS steps where they belong: what others issued before all that needs it, records out of the way before the plan is applied. */
export function withDnsSteps(steps: readonly Step[], dns: readonly Step[]): readonly Step[] {
  const at = steps.findIndex(({ kind }) => kind === "makeImages" || kind === "apply");
  const adopted = dns.find((step) => step.kind === "adoptRecords");
  const forget: readonly Step[] = adopted === undefined ? [] : [{ ...adopted, records: {} }];
  if (at === -1) return [...steps, ...dns, ...forget];
  return [...steps.slice(0, at), ...dns, ...steps.slice(at), ...forget];
}
