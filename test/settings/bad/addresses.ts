import { cases } from "./case.ts";

const bind = "chatkeep:bindAddress";
const both = 'chatkeep:addresses: { ipv4: 203.0.113.7, ipv6: "2001:db8::7" }';

/** Addresses that do not go together. */
export const badAddresses = cases(
  "addresses beside other settings",
  "accepts",
  [both, "chatkeep:addresses.ipv6", 'Write `chatkeep:bindAddress: [0.0.0.0, "::"]`, or delete the line'],
  [`${bind}: "::"\n${both}`, "chatkeep:addresses.ipv4", 'Write `chatkeep:bindAddress: ["::", 0.0.0.0]`'],
  [`${bind}: [127.0.0.1, 203.0.113.7]\n${both}`, "chatkeep:addresses.ipv6", "no port is published on IPv6"],
  [`${bind}: [0.0.0.0, 203.0.113.7]`, `${bind}[1]`, "is included in `0.0.0.0`, which means all IPv4 addresses"],
  [`${bind}: ["::1", "::"]`, `${bind}[0]`, "is included in `::`"],
  [`${bind}: ["2001:db8::7", "2001:DB8:0::7"]`, `${bind}[1]`, "is in the list twice"],
  [`${bind}: "::ffff:203.0.113.7"`, bind, "Write `203.0.113.7`"],
  [`${bind}: "::"\nchatkeep:calls: on\nchatkeep:addresses: { ipv4: 203.0.113.7 }`, "chatkeep:calls", "calls need IPv4"],
);
