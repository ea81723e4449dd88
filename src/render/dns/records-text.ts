import { isInDns } from "../../plan/dns/dns.ts";
import type { Plan } from "../../plan/plan.ts";
import { recordTable, zoneFileLines } from "./dns.ts";

/** The records that a person has to make, as a table and as lines of a zone file; nothing where they are made otherwise, or none is needed. */
export function showDns({ dns, proxy }: Pick<Plan, "dns" | "proxy">): readonly string[] {
  const open = addressless({ dns, proxy });
  if (dns.provider !== "none" || dns.records.length + open.length === 0) return [];
  const indented = (lines: readonly string[]) => lines.map((line) => `  ${line}`);
  return [
    "",
    "Create these DNS records, which this server needs. Do not proxy them: a proxy drops port 8448 and ends TLS.",
    ...(dns.records.length === 0 ? [] : indented(recordTable(dns.records))),
    ...open.map((name) => `  ${name}  A and AAAA  the server's public addresses (chatkeep:addresses lists them here)`),
    ...(dns.records.length === 0 ? [] : ["The same for a zone file:", ...indented(zoneFileLines(dns.records))]),
  ];
}

/** Names that people look up, and that no planned record gives an address. */
function addressless({ dns, proxy }: Pick<Plan, "dns" | "proxy">): readonly string[] {
  const hasAddress = (name: string) =>
    dns.records.some((each) => each.name === name && ["A", "AAAA"].includes(each.type));
  return proxy.names.filter((name) => isInDns(name) && !hasAddress(name));
}
