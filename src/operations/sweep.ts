import type { Seen } from "./seen.ts";
import type { Step } from "./step.ts";

/** What has to go before Pulumi can work: what killed runs left, and containers and networks of ours that the state does not know. Volumes never. */
export function decideSweep({
  state,
  engine,
  leftovers,
}: Pick<Seen, "state" | "engine" | "leftovers">): readonly Step[] {
  const known = new Set(state?.resources.map(({ id }) => id));
  const strangers = <Thing extends { readonly id: string }>(things: readonly Thing[]) =>
    things.filter(({ id }) => !known.has(id));
  return [
    ...leftovers.orphans.map(({ pid, program }): Step => ({ kind: "endOrphan", pid, program })),
    ...leftovers.locks.map(({ file, pid }): Step => ({ kind: "takeOverLock", file, pid })),
    ...strangers(engine.containers).map(({ id, name }): Step => ({ kind: "removeContainer", id, name })),
    ...strangers(engine.networks).map(({ id, name }): Step => ({ kind: "removeNetwork", id, name })),
  ];
}
