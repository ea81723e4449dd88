import { inRanges } from "../../../kinds/address-ranges.ts";

/** Whether an address is one of Cloudflare's proxy (cloudflare.com/ips-v4, cloudflare.com/ips-v6). */
export const isCloudflareProxy = inRanges([
  "173.245.48.0/20",
  "103.21.244.0/22",
  "103.22.200.0/22",
  "103.31.4.0/22",
  "141.101.64.0/18",
  "108.162.192.0/18",
  "190.93.240.0/20",
  "188.114.96.0/20",
  "197.234.240.0/22",
  "198.41.128.0/17",
  "162.158.0.0/15",
  "104.16.0.0/13",
  "104.24.0.0/14",
  "172.64.0.0/13",
  "131.0.72.0/22",
  "2400:cb00::/32",
  "2606:4700::/32",
  "2803:f800::/32",
  "2405:b500::/32",
  "2405:8100::/32",
  "2a06:98c0::/29",
  "2c0f:f248::/32",
]);

/** Addresses that cannot be reached from outside (RFC 6890: private, shared, loopback, link-local). */
const isUnreachable4 = inRanges([
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.168.0.0/16",
]);

/** All that is given out of IPv6 (RFC 4291, section 2.4). */
const isGlobal6 = inRanges(["2000::/3"]);

/** Whether the world can reach an address at all. */
export function isReachable(address: string): boolean {
  return address.includes(":") ? isGlobal6(address) : !isUnreachable4(address);
}
