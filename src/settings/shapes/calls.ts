import * as z from "zod";
import { complain, group, leaf } from "../leaf.ts";
import { plainText } from "../wording.ts";
import { integer } from "./quantities.ts";

const port = integer({ min: 1, max: 65_535, expected: "a port" });

/** Enough for a dozen people who call at once through this server; each port is a small process of the engine. */
const usualRelayPorts = "49160-49223";
const mostRelayPorts = 1_000;

/** Both included. */
interface PortRange {
  readonly first: number;
  readonly last: number;
}

/** `FIRST-LAST`, as coturn and firewalls write it. */
const relayPorts = leaf<PortRange>({ type: "string", pattern: "^\\d{4,5}-\\d{4,5}$" }, (value) => {
  const match = typeof value === "string" ? /^(\d{4,5})-(\d{4,5})$/.exec(value) : null;
  if (match === null) return complain("a range of ports", value, `Write \`${usualRelayPorts}\`.`);
  const [first, last] = [Number(match[1]), Number(match[2])];
  if (first < 1024 || last > 65_535 || first > last)
    return complain("a range of ports from 1024 to 65535", value, `Write \`${usualRelayPorts}\`.`);
  if (last - first < mostRelayPorts) return { value: { first, last } };
  return complain(`at most ${mostRelayPorts} ports`, value, `Write \`${first}-${first + mostRelayPorts - 1}\`.`);
});

const details = group({
  port: port.prefault(3478).meta({ description: "The port that apps connect to over UDP and TCP." }),
  tlsPort: port.prefault(5349).meta({ description: "The port that apps connect to over TLS." }),
  relayPorts: relayPorts
    .prefault(usualRelayPorts)
    .meta({ description: "The UDP ports that relay calls. Open these in the firewall too." }),
});

const usual: z.output<typeof details> = { port: 3478, tlsPort: 5349, relayPorts: { first: 49_160, last: 49_223 } };

const onOrOff = leaf<typeof usual | null>({ enum: ["on", "off", true, false] }, (value) => {
  const word = plainText(value).trim().toLowerCase();
  if (value === "on" || value === true) return { value: usual };
  if (value === "off" || value === false) return { value: null };
  const write = ["yes", "coturn", "turn"].includes(word) ? "Write `on`." : "Write `on` or `off`.";
  return complain("`on` or `off`", value, write);
});

/** Whether there is a TURN server for calls: a word, or a group with ports. */
export const calls = z.union([onOrOff, details]);
