import { Refusal } from "../errors.ts";
import type { EngineFacts, PublishedByContainer } from "../io/engine-facts.ts";
import { formatSize, inMebibytes, mebibytes } from "../kinds/size.ts";
import type { Plan, PublishedPort } from "../plan/plan.ts";
import type { Spec } from "../spec/spec.ts";

/**
 * Refuses what the engine cannot hold, before half of it stands: more memory than there is, a port that another container
 * has. Gives what is worth knowing otherwise.
 */
export function checkCapacity(
  { memory, processors }: Pick<Spec, "memory" | "processors">,
  { stack, services }: Pick<Plan, "stack" | "services">,
  engine: EngineFacts,
): readonly string[] {
  if (memory > engine.memoryBytes) throw tooLittleMemory(memory, engine.memoryBytes);
  refuseTakenPorts(services.proxy.ports, stack, engine.published);
  if (processors <= engine.processors) return [];
  return [
    `chatkeep:processors is ${processors}, and the engine has ${engine.processors}: it works, but slower than it could.`,
  ];
}

function tooLittleMemory(wanted: Spec["memory"], bytes: number): Refusal {
  const whole = mebibytes(Math.floor(bytes / 2 ** 20));
  return new Refusal(`chatkeep:memory is ${formatSize(wanted)}, and the engine has ${inMebibytes(whole)} MiB in all`, {
    next: "Set chatkeep:memory to what the server may have of that, or use a machine with more.",
  });
}

function refuseTakenPorts(
  ports: readonly PublishedPort[],
  stack: string,
  published: readonly PublishedByContainer[],
): void {
  for (const { external, address } of ports) {
    const taken = published.find((other) => takes(other, external, address, stack));
    if (taken !== undefined)
      throw new Refusal(`Port ${external} is taken by the container ${taken.container}`, {
        next: "Set another one in chatkeep:ports, or stop that container.",
      });
  }
}

/** The first port from `wanted` on that no other stack's container publishes on that address. */
export function freePort(
  wanted: number,
  address: string,
  stack: string,
  published: readonly PublishedByContainer[],
): number {
  const isTaken = published.some((other) => takes(other, wanted, address, stack));
  return isTaken ? freePort(wanted + 1, address, stack, published) : wanted;
}

function takes(other: PublishedByContainer, port: number, address: string, stack: string): boolean {
  return other.stack !== stack && other.port === port && overlap(other.address, address);
}

function overlap(one: string, other: string): boolean {
  const everywhere = new Set(["0.0.0.0", "::", ""]);
  return one === other || everywhere.has(one) || everywhere.has(other);
}
