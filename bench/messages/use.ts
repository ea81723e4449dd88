import type Docker from "dockerode";
import type { Subject } from "./subject.ts";

/** What a server's containers have used so far: processor time, and memory now. */
export type Use = Readonly<Record<string, { readonly cpuMilliseconds: number; readonly mebibytes: number }>>;

/** Reads it from the engine (Engine API, "Get container stats"); memory is without the files that the kernel may drop. */
export async function useOf(engine: Docker, { containers }: Pick<Subject, "containers">): Promise<Use> {
  const entries = Object.entries(containers).map(async ([role, container]) => {
    const stats = await engine.getContainer(container).stats({ stream: false, "one-shot": true });
    const { usage, stats: parts } = stats.memory_stats;
    const files = Object(parts).inactive_file ?? Object(parts).total_inactive_file ?? 0;
    const cpuMilliseconds = stats.cpu_stats.cpu_usage.total_usage / 1e6;
    return [role, { cpuMilliseconds, mebibytes: (usage - files) / 2 ** 20 }] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** Processor time that one role used between two looks. */
export function spentBetween(before: Use, after: Use, role: string): number {
  return (after[role]?.cpuMilliseconds ?? 0) - (before[role]?.cpuMilliseconds ?? 0);
}
