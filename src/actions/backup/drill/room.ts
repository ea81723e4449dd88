import { refuseWithoutRoom, roomNeeded } from "../../../operations/backup/drill/room.ts";
import type { Manifest } from "../../../operations/backup/manifest.ts";
import type { Plan } from "../../../plan/plan.ts";
import type { ReachedEngine } from "../../stack/engine.ts";

/** Refuses a drill beside the running server where that would be left with too little. On an engine that does not run it, nothing can be starved. */
export async function refuseStarving(
  { stack: engine }: Pick<ReachedEngine, "stack">,
  { services }: Plan,
  manifest: Manifest,
  memoryMebibytes: number,
): Promise<void> {
  const { containers } = await engine.observe();
  const { name } = services.postgres;
  if (!containers.some((each) => each.name === name && each.state.kind === "running")) return;
  const [memory, disk] = await Promise.all([
    engine.execIn(name, ["cat", "/proc/meminfo"]),
    engine.execIn(name, ["df", "-Pk", "/var/lib/postgresql/data"]),
  ]);
  refuseWithoutRoom(roomNeeded(manifest, memoryMebibytes), {
    memoryBytes: kibibytes(/^MemAvailable: +(\d+) kB$/m.exec(memory.stdout)?.[1]),
    diskBytes: kibibytes(disk.stdout.trim().split("\n").at(-1)?.split(/\s+/)[3]),
  });
}

/** As the kernel and df count (proc(5), "meminfo"; POSIX df, -P -k). What they do not say is no reason to refuse. */
function kibibytes(text: string | undefined): number {
  return text === undefined ? Number.POSITIVE_INFINITY : Number(text) * 1_024;
}
