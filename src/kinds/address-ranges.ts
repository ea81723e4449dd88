import { BlockList, isIP } from "node:net";

/**
 * A test for addresses in these networks, such as `10.0.0.0/8` or `2000::/3`, however they are spelled. Each family has its list:
 * in one list for both, node:net finds an IPv4 network in IPv6 addresses that begin with `::ffff:` too.
 */
export function inRanges(ranges: readonly string[]): (address: string) => boolean {
  const lists = { 4: new BlockList(), 6: new BlockList() };
  for (const range of ranges) {
    const [network = "", prefix] = range.split("/");
    const family = isIP(network) === 6 ? 6 : 4;
    lists[family].addSubnet(network, Number(prefix), `ipv${family}`);
  }
  return (address) => {
    const family = isIP(address);
    return (family === 4 || family === 6) && lists[family].check(address, `ipv${family}`);
  };
}
