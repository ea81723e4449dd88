import { type Family, familyOf, isEveryAddress, isLoopbackAddress } from "../../kinds/names.ts";
import type { WrittenSettings } from "../definitions.ts";
import type { Complaint } from "../leaf.ts";

type Bound = WrittenSettings["bindAddress"];

/** Settings that contradict the addresses that ports are published on: addresses that include each other, and records for a family without ports. */
export function addressContradictions({
  bindAddress,
  addresses,
  calls,
}: Partial<WrittenSettings>): readonly Complaint[] {
  if (bindAddress === undefined) return [];
  return [
    ...coveredTwice(bindAddress),
    ...(addresses === undefined ? [] : unserved(bindAddress, addresses)),
    ...(calls === undefined || calls === null || serves(bindAddress, "IPv4") ? [] : [noCalls]),
  ];
}

/** Two ports of the same number on one address: the engine would refuse the second. */
function coveredTwice(bound: Bound): readonly Complaint[] {
  return bound.flatMap((address, index) => {
    const path = ["bindAddress", index];
    if (bound.indexOf(address) < index)
      return [{ path, found: `\`${address}\` is in the list twice`, write: "Delete the line." }];
    const all = bound.find((each) => isEveryAddress(each) && each !== address && familyOf(each) === familyOf(address));
    if (all === undefined) return [];
    const found = `\`${address}\` is included in \`${all}\`, which means all ${familyOf(address)} addresses`;
    return [{ path, found, write: "Delete one of the two." }];
  });
}

const everywhere: Readonly<Record<Family, string>> = { IPv4: "0.0.0.0", IPv6: '"::"' };

/** If all ports are on loopback addresses, another web server answers at the public addresses and forwards requests. */
function unserved(bound: Bound, addresses: WrittenSettings["addresses"]): readonly Complaint[] {
  if (bound.every(isLoopbackAddress)) return [];
  return (["IPv4", "IPv6"] as const).flatMap((family) => {
    const key = family === "IPv4" ? "ipv4" : "ipv6";
    if (addresses[key] === null || serves(bound, family)) return [];
    const all = [...bound.map((each) => (each.includes(":") ? `"${each}"` : each)), everywhere[family]].join(", ");
    return [
      {
        path: ["addresses", key],
        found: `the DNS record would point to \`${addresses[key]}\`, but no port is published on ${family}`,
        write: `Write \`chatkeep:bindAddress: [${all}]\`, or delete the line.`,
      },
    ];
  });
}

function serves(bound: Bound, family: Family): boolean {
  return bound.some((each) => familyOf(each) === family);
}

const noCalls: Complaint = {
  path: ["calls"],
  found: "calls need IPv4, but no port is published on IPv4",
  write: "Add an IPv4 address to `chatkeep:bindAddress`, or write `off`.",
};
