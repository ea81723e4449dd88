import type { WrittenSettings } from "../definitions.ts";
import type { Complaint } from "../leaf.ts";

/** What calls need from the other settings: a public address for apps, and ports that nothing else uses. */
export function callsContradictions({ calls, addresses, ports }: Partial<WrittenSettings>): readonly Complaint[] {
  if (calls === undefined || calls === null) return [];
  return [...(addresses === undefined || addresses.ipv4 !== null ? [] : [noAddress]), ...samePorts(calls, ports)];
}

const noAddress: Complaint = {
  path: ["addresses"],
  found: "calls need the server's public IPv4 address, and `chatkeep:addresses` has none",
  write: "Write `chatkeep:addresses: { ipv4: 203.0.113.7 }` with that address, or `chatkeep:calls: off`.",
};

type Calls = NonNullable<WrittenSettings["calls"]>;

/** On UDP, only the listening port and the relay ports can overlap; on TCP, the others. */
function samePorts(
  { port, tlsPort, relayPorts }: Calls,
  ports: WrittenSettings["ports"] | undefined,
): readonly Complaint[] {
  const taken = [ports?.https, ports?.http];
  const complaint = (name: string, found: string): Complaint => ({
    path: ["calls", name],
    found,
    write: "Write another port.",
  });
  return [
    ...(taken.includes(port) ? [complaint("port", `\`${port}\` is a port of the proxy`)] : []),
    ...(taken.includes(tlsPort) ? [complaint("tlsPort", `\`${tlsPort}\` is a port of the proxy`)] : []),
    ...(port === tlsPort ? [complaint("tlsPort", `\`${tlsPort}\` is the same as \`port\``)] : []),
    ...(relayPorts.first <= port && port <= relayPorts.last
      ? [complaint("relayPorts", `\`port\`, ${port}, is in this range`)]
      : []),
  ];
}
