import type { Seen } from "./seen.ts";
import type { Step } from "./steps.ts";

/**
 * What must be removed before Pulumi can work: what killed runs left, and containers and networks of the stack that the state does not
 * know. Volumes never. A container that a killed run was taking down goes too: the engine may still be stopping it, and it
 * would end after all had been found well.
 */
export function decideSweep({
  state,
  engine,
  leftovers,
}: Pick<Seen, "state" | "engine" | "leftovers">): readonly Step[] {
  const halfGone = new Set(state?.pendingDeletions.map(({ id }) => id));
  const known = new Set(state?.resources.map(({ id }) => id).filter((id) => !halfGone.has(id)));
  const unmanaged = <Thing extends { readonly id: string }>(things: readonly Thing[]) =>
    things.filter(({ id }) => !known.has(id));
  return [
    ...leftovers.orphans.map(({ pid, program }): Step => ({ kind: "endOrphan", pid, program })),
    ...leftovers.locks.map(({ file, pid }): Step => ({ kind: "takeOverLock", file, pid })),
    ...leftovers.unfinished.map((path): Step => ({ kind: "removeUnfinished", path })),
    ...unmanaged(engine.containers).map(({ id, name }): Step => ({ kind: "removeContainer", id, name })),
    ...unmanaged(engine.networks).map(({ id, name }): Step => ({ kind: "removeNetwork", id, name })),
  ];
}
