import { cases } from "./case.ts";

const key = "chatkeep:calls";
const address = "chatkeep:addresses: { ipv4: 203.0.113.7 }";

/** Wrong wishes for calls. */
export const badCalls = [
  ...cases(
    "calls",
    "refuses",
    [`${key}: yes\n${address}`, key, "Write `on`"],
    [`${key}: coturn\n${address}`, key, "Write `on`"],
    [`${key}: livekit\n${address}`, key, "expected `on` or `off`, found `livekit`"],
    [`${key}: 3478\n${address}`, key, "Write `on` or `off`"],
    [`${key}: { port: 70000 }\n${address}`, `${key}.port`, "Write a number such as `65535`"],
    [`${key}: { tlsPort: off }\n${address}`, `${key}.tlsPort`, "expected a port"],
    [`${key}: { ports: 49160-49200 }\n${address}`, `${key}.ports`, "there is no such setting"],
    [`${key}: { relayPorts: 49160:49200 }\n${address}`, `${key}.relayPorts`, "expected a range of ports"],
    [`${key}: { relayPorts: 49160 }\n${address}`, `${key}.relayPorts`, "Write `49160-49223`"],
  ),
  ...cases(
    "calls beside other settings",
    "accepts",
    [`${key}: on`, "chatkeep:addresses", "calls need the server's public IPv4 address"],
    [`${key}: on\nchatkeep:addresses: { ipv6: "2001:db8::7" }`, "chatkeep:addresses", "or `chatkeep:calls: off`"],
    [`${key}: { port: 443 }\n${address}`, `${key}.port`, "`443` is a port of the proxy"],
    [`${key}: { tlsPort: 443 }\n${address}`, `${key}.tlsPort`, "`443` is a port of the proxy"],
    [`${key}: { port: 5349 }\n${address}`, `${key}.tlsPort`, "`5349` is the same as `port`"],
    [`${key}: { port: 49200 }\n${address}`, `${key}.relayPorts`, "`port`, 49200, is in this range"],
    [`${key}: { relayPorts: 49200-49160 }\n${address}`, `${key}.relayPorts`, "a range of ports from 1024 to 65535"],
    [`${key}: { relayPorts: 10000-20000 }\n${address}`, `${key}.relayPorts`, "Write `10000-10999`"],
    [`${key}: { relayPorts: 65000-70000 }\n${address}`, `${key}.relayPorts`, "a range of ports from 1024 to 65535"],
  ),
];
