/** What containers get their networks from: a public range, of which nothing here leads anywhere else. */
export const containerNetworks = "11.64.0.0/12";

/** Where the DNS server and Cloudflare's API are. */
export const dnsAddress = "11.0.0.53";

/** Where the certificate authorities are, one for each way to prove that a name is one's own. */
const authorityAddresses = { plain: "11.0.0.10", secure: "11.0.0.12", dns: "11.0.0.11" } as const;

/** Where the push gateway is. */
export const gatewayAddress = "11.0.0.20";

/** Where the servers are that chatkeep provisions, and a website of someone else's. */
export const serverAddresses = {
  amber: "11.0.1.1",
  birch: "11.0.1.2",
  cedar: "11.0.1.3",
  dune: "11.0.1.4",
  elm: "11.0.1.5",
  website: "11.0.1.9",
} as const;

/** Of the server that is reached by IPv6, too: as public as the others, and as little beyond this network. */
export const birchOnIpv6 = "2600:11::2";

/** The names that lead to what is not a server of chatkeep's. */
export const fixedNames = {
  "api.cloudflare.com": dnsAddress,
  "plain.world.test": authorityAddresses.plain,
  "secure.world.test": authorityAddresses.secure,
  "dns.world.test": authorityAddresses.dns,
  "push.world.test": gatewayAddress,
} as const;

/** Every address that the network itself has. */
export const ownAddresses: readonly string[] = [
  ...new Set([dnsAddress, ...Object.values(fixedNames), ...Object.values(serverAddresses), birchOnIpv6]),
];
