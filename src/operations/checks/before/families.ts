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
    title: "IPv4 and IPv6 are answered where they are announced",
    why: "A port of 0.0.0.0 is published on IPv4 alone, one of :: on IPv6 alone: clients that use the other family get no answer.",
    when: isPublic,
    observe: asTheWorldSees,
    judge: (world, facts) => ofEach(facts, (host) => judgeAnnounced(host, answersOf(world, host), facts)),
    unseenAdvice: noResolver,
  }),
  before({
    id: "ports.addresses",
    title: "the machine has the addresses that ports are published on",
    why: "The engine publishes nothing on an address that is not the machine's.",
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

/** Whoever has both tries IPv4 when IPv6 does not answer; many have IPv4 alone. */
function judgeUnanswered(host: string, unanswered: readonly string[], served: readonly Family[]): Judgement {
  const isIpv6 = unanswered.every((each) => familyOf(each) === "IPv6");
  const [type, all] = isIpv6 ? (["AAAA", "::"] as const) : (["A", "0.0.0.0"] as const);
  const verdict = isIpv6 ? warning : wrong;
  return verdict(
    `${host} is ${unanswered.join(", ")} too, and the ports are published on ${served.join(" and ")} alone`,
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
          `${address} is not an address of this machine, which has ${own.join(", ") || "none"}`,
          "Write one of these into chatkeep:bindAddress, or 0.0.0.0 for all of IPv4.",
        );
  if (address === "0.0.0.0" || own.some((each) => familyOf(each) === "IPv6")) return fine(address);
  return warning(
    "ports are published on all addresses of IPv6, and this machine has no IPv6 address that others can reach",
    "Give the machine an IPv6 address, or write chatkeep:bindAddress: 0.0.0.0.",
  );
}
