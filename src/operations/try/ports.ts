import type { PublishedByContainer } from "../../io/docker/engine-facts.ts";
import { addressAndPort, type Family, familyOf, isLoopbackAddress } from "../../kinds/names.ts";
import type { Plan, PublishedPort } from "../../plan/plan.ts";

/** Every port that the stack has on its machine. */
export function portsOf({ services }: Pick<Plan, "services">): readonly PublishedPort[] {
  return Object.values(services).flatMap(({ ports }) => ports);
}

/** A port's number, with `/udp` where it is one of those, as Docker writes it. */
export function writtenPort({ external, protocol }: Pick<PublishedPort, "external" | "protocol">): string {
  return protocol === "udp" ? `${external}/udp` : String(external);
}

/** The address and the port, with `/udp` as above. */
export function writtenBinding({ address, ...port }: Pick<PublishedPort, "address" | "external" | "protocol">): string {
  return addressAndPort(address, writtenPort(port));
}

/** The families that clients can use; null if all ports are on loopback addresses, because another web server is then in front. */
export function familiesServed({ services }: Pick<Plan, "services">): readonly Family[] | null {
  const addresses = services.proxy.ports.map(({ address }) => address);
  return addresses.every(isLoopbackAddress) ? null : [...new Set(addresses.map(familyOf))];
}

/** Which ports of a stack are open, which of them are not planned, and which planned ones are not open. */
export function comparePorts(plan: Pick<Plan, "stack" | "services">, published: readonly PublishedByContainer[]) {
  const found = published
    .filter(({ stack }) => stack === plan.stack)
    .map(({ port, ...binding }) => writtenBinding({ ...binding, external: port }));
  const planned = portsOf(plan).map(writtenBinding);
  return {
    found,
    others: found.filter((each) => !planned.includes(each)),
    closed: planned.filter((each) => !found.includes(each)),
  };
}
