import type { Properties } from "../../table/plain.ts";
import { unlessAlready } from "../engine-answers.ts";
import type { World } from "../world.ts";
import { swapBytes } from "./properties/limits.ts";
import { containerProperties } from "./properties/properties.ts";
import { mebibyte } from "./properties/rows.ts";

const limits = ["restart", "maxRetryCount", "cpuShares", "cpuSet", "memory", "memoryReservation", "memorySwap"];

/** Changes what the engine can change in a running container, and starts one that should run and does not.
 * Everything else that is "updated" (the health check, tmpfs, wait, …) only changes the state: the official provider does no more. */
export async function updateContainer(
  { engine }: World,
  id: string,
  state: Properties,
  inputs: Properties,
): Promise<null> {
  const container = engine.getContainer(id);
  if (state.mustRun !== true && inputs.mustRun === true && inputs.start === true)
    await unlessAlready(container.start());
  if (limits.some((name) => containerProperties[name]?.same(state[name], inputs[name]) === false))
    await container.update(toUpdateOptions(inputs));
  return null;
}

function toUpdateOptions(inputs: Properties) {
  const number = (name: string) => Number(inputs[name] ?? 0);
  return {
    RestartPolicy: { Name: inputs.restart, MaximumRetryCount: number("maxRetryCount") },
    CpuShares: number("cpuShares"),
    CpusetCpus: inputs.cpuSet ?? "",
    Memory: number("memory") * mebibyte,
    MemoryReservation: number("memoryReservation") * mebibyte,
    MemorySwap: swapBytes(number("memorySwap")),
  };
}
