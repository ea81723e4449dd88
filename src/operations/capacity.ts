import type { PublishedByContainer } from "../io/engine-facts.ts";
import type { PublishedPort } from "../plan/plan.ts";

/** The container of somebody else that publishes that port on that address already; null where none does. */
export function portTakenBy(
  { external, address }: Pick<PublishedPort, "external" | "address">,
  stack: string,
  published: readonly PublishedByContainer[],
): string | null {
  return published.find((other) => takes(other, external, address, stack))?.container ?? null;
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
