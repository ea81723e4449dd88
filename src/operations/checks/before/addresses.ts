/** Where Cloudflare's proxy answers from (cloudflare.com/ips-v4). */
const cloudflare = [
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
] as const;

/** The same for IPv6 (cloudflare.com/ips-v6), as addresses begin in their short form. */
const cloudflare6 = /^(2400:cb00|2606:4700|2803:f800|2405:b500|2405:8100|2a06:98c[0-7]|2c0f:f248):/;

/** Where nobody outside reaches anything (RFC 6890: private, shared, loopback, link-local). */
const unreachable = [
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.168.0.0/16",
] as const;

/** Whether an address is one of Cloudflare's proxy. */
export function isCloudflareProxy(address: string): boolean {
  if (address.includes(":")) return cloudflare6.test(canonical(address));
  return cloudflare.some((range) => isWithin(address, range));
}

/** Whether the world can reach an address at all. */
export function isReachable(address: string): boolean {
  if (address.includes(":")) return /^[23]/.test(address); // 2000::/3 is all that is given out (RFC 4291, section 2.4)
  return !unreachable.some((range) => isWithin(address, range));
}

/** An address in its one short form (RFC 5952), so that two spellings are equal. */
export function canonical(address: string): string {
  return address.includes(":") ? new URL(`http://[${address}]/`).hostname.slice(1, -1) : address;
}

function isWithin(address: string, range: string): boolean {
  const [network = "", bits = "32"] = range.split("/");
  const block = 2 ** (32 - Number(bits));
  return !address.includes(":") && Math.floor(asNumber(address) / block) === Math.floor(asNumber(network) / block);
}

function asNumber(address: string): number {
  return address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}
