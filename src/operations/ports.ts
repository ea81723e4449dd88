import type { Plan, PublishedPort } from "../plan/plan.ts";

/** Every port that the stack has on its machine. */
export function portsOf({ services }: Pick<Plan, "services">): readonly PublishedPort[] {
  return Object.values(services).flatMap(({ ports }) => ports);
}

/** A port's number, with `/udp` where it is one of those, as Docker writes it. */
export function writtenPort({ external, protocol }: Pick<PublishedPort, "external" | "protocol">): string {
  return protocol === "udp" ? `${external}/udp` : String(external);
}

/** The address and the port, as Docker writes them. */
export function writtenDoor({ address, ...port }: Pick<PublishedPort, "address" | "external" | "protocol">): string {
  return `${address}:${writtenPort(port)}`;
}
