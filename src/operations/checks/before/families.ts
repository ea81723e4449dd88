import type { Answers } from "../../../io/probes/name-lookup.ts";
import { type Family, familyOf, isEveryAddress, isLoopbackAddress, shortAddress } from "../../../kinds/names.ts";
import { familiesServed, portsOf } from "../../try/ports.ts";
import type { FactsBefore } from "../facts.ts";
import { fine, type Judgement, together, warning, wrong } from "../finding.ts";
import { before } from "../for-facts.ts";
import { isCloudflareProxy } from "./addresses.ts";
import { answersOf, asTheWorldSees, isPublic, noResolver, ofEach } from "./as-the-world-sees.ts";

/** What `doctor` finds about IPv4 and IPv6: what names lead to is where ports are published. */
export const familyChecks = [
  before({
    id: "ports.families",
    title: "the server answers on IPv4 and IPv6 as its DNS records say",
    why: "0.0.0.0 publishes a port on IPv4 only, :: on IPv6 only. Clients that use the other one get no answer.",
    when: isPublic,
    observe: asTheWorldSees,
    judge: (world, facts) => ofEach(facts, (host) => judgeAnnounced(host, answersOf(world, host), facts)),
    unseenAdvice: noResolver,
  }),
  before({
    id: "ports.addresses",
    title: "the machine has the addresses of chatkeep:bindAddress",
    why: "The engine cannot publish a port on an address that the machine does not have.",
    refuses: "first",
    when: ({ plan }) => portsOf(plan).some(({ address }) => address !== "0.0.0.0" && !isLoopbackAddress(address)),
    observe: ({ ownAddresses }) => ownAddresses,
    judge: (own, { plan }) =>
      together(boundAddresses(plan).map((address) => judgeBound(address, own.map(shortAddress)))),
    unseenAdvice: "On the server itself:  ip address",
  }),
];

function judgeAnnounced(host: string, { a, aaaa }: Answers, { plan }: FactsBefore): Judgement {
  const served = familiesServed(plan);
  if (served === null) return fine("another web server is in front of the server");
  const unanswered = [...a, ...aaaa]
    .filter((each) => !isCloudflareProxy(each))
    .filter((each) => !served.includes(familyOf(each)));
  if (unanswered.length === 0) return fine(served.join(" and "));
  return judgeUnanswered(host, unanswered, served);
}

/** Clients with both families try IPv4 if IPv6 does not answer; many have only IPv4. */
function judgeUnanswered(host: string, unanswered: readonly string[], served: readonly Family[]): Judgement {
  const isIpv6 = unanswered.every((each) => familyOf(each) === "IPv6");
  const [type, all] = isIpv6 ? (["AAAA", "::"] as const) : (["A", "0.0.0.0"] as const);
  const verdict = isIpv6 ? warning : wrong;
  return verdict(
    `${host} also has the address ${unanswered.join(", ")}, but ports are published on ${served.join(" and ")} only`,
    `Add "${all}" to the list in chatkeep:bindAddress, or delete the ${type} record of ${host}.`,
  );
}

function boundAddresses(plan: FactsBefore["plan"]): readonly string[] {
  return [...new Set(portsOf(plan).map(({ address }) => address))].filter((address) => !isLoopbackAddress(address));
}

function judgeBound(address: string, own: readonly string[]): Judgement {
  if (!isEveryAddress(address))
    return own.includes(address)
      ? fine(address)
      : wrong(
          `${address} is not an address of this machine. Its addresses: ${own.join(", ") || "none"}`,
          "Write one of these into chatkeep:bindAddress, or 0.0.0.0 for all IPv4 addresses.",
        );
  if (address === "0.0.0.0" || own.some((each) => familyOf(each) === "IPv6")) return fine(address);
  return warning(
    "ports are published on all IPv6 addresses, but this machine has no public IPv6 address",
    "Give the machine an IPv6 address, or write chatkeep:bindAddress: 0.0.0.0.",
  );
}
