import type { PublishedByContainer } from "../../io/docker/engine-facts.ts";
import { familyOf, isEveryAddress } from "../../kinds/names.ts";
import type { PublishedPort } from "../../plan/plan.ts";

/** Another stack's container that already publishes the port on that address, or null. */
export function portTakenBy(
  { external, address, protocol }: Pick<PublishedPort, "external" | "address" | "protocol">,
  stack: string,
  published: readonly PublishedByContainer[],
): string | null {
  return published.find((other) => takes(other, { port: external, address, protocol }, stack))?.container ?? null;
}

/** The first TCP port from `wanted` on that no other stack's container publishes on that address. */
export function firstFreePort(
  wanted: number,
  address: string,
  stack: string,
  published: readonly PublishedByContainer[],
): number {
  const isTaken = published.some((other) => takes(other, { port: wanted, address, protocol: "tcp" }, stack));
  return isTaken ? firstFreePort(wanted + 1, address, stack, published) : wanted;
}

type PortBinding = Pick<PublishedByContainer, "port" | "address" | "protocol">;

function takes(other: PublishedByContainer, { port, address, protocol }: PortBinding, stack: string): boolean {
  const isSame = other.port === port && other.protocol === protocol;
  return other.stack !== stack && isSame && overlap(other.address, address);
}

/** An engine writes nothing where a port is on every address of both families. */
function overlap(one: string, other: string): boolean {
  if (one === "" || other === "" || one === other) return true;
  return familyOf(one) === familyOf(other) && (isEveryAddress(one) || isEveryAddress(other));
}
