import type { ObservedContainer, StackObservation } from "../../io/docker/observations.ts";
import type { Plan, ServiceRole } from "../../plan/plan.ts";

/** A service that did not simply run: the engine killed it for lack of memory, or started it again after it had ended. */
export interface Restarted {
  readonly service: ServiceRole;
  /** How often the engine started this container again. */
  readonly count: number;
  readonly killedForMemory: boolean;
  /** When it was last started, or ended where it no longer runs, as an ISO time; null while the engine waits to start it again. */
  readonly at: string | null;
}

/** The planned services that were restarted or killed. A replaced container begins at zero. */
export function restartedServices(services: Plan["services"], { containers }: StackObservation): readonly Restarted[] {
  return Object.values(services).flatMap(({ role, name }) => {
    const found = containers.find((each) => each.name === name);
    if (found === undefined || (found.restarts === 0 && !found.killedForMemory)) return [];
    const { restarts: count, killedForMemory, state } = found;
    return [{ service: role, count, killedForMemory, at: lastTime(state) }];
  });
}

/** When a container was last started, or ended where it no longer runs; null while it waits to be started again. */
export function lastTime(state: ObservedContainer["state"]): string | null {
  if (state.kind === "running") return state.since;
  return state.kind === "ended" ? state.at : null;
}

/** Such as: `was killed for lack of memory, and started again 3 times, the last time at 2026-11-29 16:40:12 UTC`. */
export function describeRestarts({ count, killedForMemory, at }: Omit<Restarted, "service">): string {
  const when = at === null ? "" : ` at ${at.slice(0, 19).replace("T", " ")} UTC`;
  const times = count === 1 ? "once" : `${count} times`;
  const again =
    count === 0 ? "" : `restarted ${times}${when === "" ? "" : `,${count === 1 ? "" : " the last time"}${when}`}`;
  if (!killedForMemory) return `was ${again}`;
  return again === ""
    ? `was killed because it ran out of memory${when}`
    : `was killed because it ran out of memory, and ${again}`;
}

/** How long ago something still matters: a day, in milliseconds. */
const recently = 86_400_000;

/** From so many times on it happens again and again. */
const often = 3;

/** `ill` for what was killed for memory or starts again and again, `once` for less, null for what is more than a day ago. */
export function judgeRestarts({ count, killedForMemory, at }: Restarted, now: Date): "ill" | "once" | null {
  if (at !== null && now.getTime() - new Date(at).getTime() > recently) return null;
  return killedForMemory || count >= often ? "ill" : "once";
}

/** A line for each service that was killed or started again within the last day, with what to do about it. */
export function restartLines({ services, stack }: Plan, seen: StackObservation, now: Date): readonly string[] {
  const recent = restartedServices(services, seen).filter((each) => judgeRestarts(each, now) !== null);
  return recent.map((each) => `${each.service} ${describeRestarts(each)}. ${adviseOnRestarts([each], stack)}`);
}

/** What to do about it. */
export function adviseOnRestarts(restarted: readonly Restarted[], stack: string): string {
  const { service } = restarted.find(({ killedForMemory }) => killedForMemory) ?? restarted[0] ?? {};
  const logs = `Read its log:  npx chatkeep logs ${service} --stack ${stack}`;
  if (!restarted.some(({ killedForMemory }) => killedForMemory)) return logs;
  return `${logs}  Give the server more memory: chatkeep:memory in the stack file, then  npx chatkeep up --stack ${stack}`;
}
