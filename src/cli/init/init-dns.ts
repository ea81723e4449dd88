import type { Terminal } from "../../actions/terminal.ts";
import { parseIpAddress } from "../../kinds/names.ts";
import type { StackAnswers } from "../../render/stack-file/stack-file.ts";
import type { InitFlags, TlsAnswer } from "./init-flags.ts";

/** Who creates the records, and with which addresses. Asks nothing for a name without public DNS. */
export async function askDns(
  terminal: Terminal,
  flags: InitFlags,
  tls: TlsAnswer,
): Promise<Pick<StackAnswers, "dns" | "addresses" | "bindAddress">> {
  const isAsked = terminal.interactive && tls !== "internal";
  const dns = flags.dns ?? (isAsked ? await chooseDns(terminal) : null);
  const ipv4 = flags.ipv4 ?? (isAsked && flags.ipv6 === undefined ? await askAddress(terminal, dns) : "");
  const addresses = {
    ...(ipv4 === "" ? {} : { ipv4 }),
    ...(flags.ipv6 === undefined ? {} : { ipv6: flags.ipv6 }),
  };
  return {
    ...(dns === null ? {} : { dns }),
    ...(Object.keys(addresses).length === 0 ? {} : { addresses, ...bindFor(addresses) }),
  };
}

/** Ports are published on the family of every address that records name. */
function bindFor({
  ipv4,
  ipv6,
}: {
  readonly ipv4?: string;
  readonly ipv6?: string;
}): Pick<StackAnswers, "bindAddress"> {
  if (ipv6 === undefined) return {};
  return { bindAddress: ipv4 === undefined ? ["::"] : ["0.0.0.0", "::"] };
}

function chooseDns(terminal: Terminal): Promise<"cloudflare" | "none"> {
  return terminal.choose(
    "DNS records:",
    [
      { value: "none", label: "you create them", hint: "`up` prints what to create" },
      { value: "cloudflare", label: "chatkeep creates them at Cloudflare", hint: "`up` asks for an API token" },
    ],
    { flag: "--dns" },
  );
}

function askAddress(terminal: Terminal, dns: "cloudflare" | "none" | null): Promise<string> {
  const check = (answer: string) => {
    if (answer === "") return dns === "cloudflare" ? "The DNS records need this address." : null;
    return answer.includes(".") && parseIpAddress(answer) !== null ? null : "Write an address, such as 203.0.113.7.";
  };
  const may = dns === "cloudflare" ? "" : " (may be empty)";
  return terminal.text(`The machine's public IPv4 address${may}:`, { flag: "--ipv4", usually: "", check });
}
