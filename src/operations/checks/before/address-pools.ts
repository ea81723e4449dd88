import type { AddressPool } from "../../../io/docker/engine-facts.ts";

/** What engines from 18.09 to 29 cut networks from where nothing else is set (moby, daemon/libnetwork/ipamutils). */
const builtIn: readonly AddressPool[] = [
  { base: "172.17.0.0/16", size: 16 },
  { base: "172.18.0.0/16", size: 16 },
  { base: "172.19.0.0/16", size: 16 },
  { base: "172.20.0.0/14", size: 16 },
  { base: "172.24.0.0/14", size: 16 },
  { base: "172.28.0.0/14", size: 16 },
  { base: "192.168.0.0/16", size: 20 },
];

/** More than this are not counted. */
const enough = 64;

/** How many more networks the engine has addresses for, as far as its own networks tell, at most 64; pools of IPv6 are not counted. */
export function freePools(pools: readonly AddressPool[] | null, used: readonly string[]): number {
  const taken = used.map(rangeOf);
  let free = 0;
  for (const { base, size } of pools ?? builtIn) {
    if (base.includes(":")) continue;
    const { first, last } = rangeOf(base);
    const width = 2 ** (32 - size);
    for (let start = first; start < last && free < enough; start += width) {
      const end = start + width - 1;
      if (!taken.some((each) => each.first <= end && start <= each.last)) free += 1;
    }
  }
  return free;
}

/** The addresses of `A.B.C.D/N`, as numbers. */
function rangeOf(subnet: string): { readonly first: number; readonly last: number } {
  const [address = "", length = "32"] = subnet.split("/");
  const number = address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  const width = 2 ** (32 - Number(length));
  const first = number - (number % width);
  return { first, last: first + width - 1 };
}
