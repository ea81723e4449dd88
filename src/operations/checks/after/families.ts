import type { AddressSeen } from "../../../io/probes/addresses.ts";
import { type Family, familyOf } from "../../../kinds/names.ts";
import { familiesServed } from "../../try/ports.ts";
import type { FactsAfter } from "../facts.ts";
import { fine, type Judgement, together, warning, wrong } from "../finding.ts";
import { after } from "../for-facts.ts";

/** What `check` finds at each address that the server's names lead to: connecting by the name shows one of them, whichever is quicker. */
export const familyChecks = [
  after({
    id: "addresses.answer",
    title: "the server answers at every address of its names",
    why: "Each app chooses one of the addresses. If one does not answer, some members wait and others cannot connect.",
    when: ({ addresses }) => addresses !== null,
    observe: ({ addresses }) => addresses ?? { unseen: "not asked" },
    judge: (byName, facts) =>
      together(
        Object.entries(byName).flatMap(([host, seen]) => [
          ...seen.map((each) => judgeAddress(host, each, facts)),
          ...missingFamilies(host, seen, facts),
        ]),
      ),
    unseenAdvice: "Check where the name points to:  npx chatkeep doctor",
  }),
];

function judgeAddress(host: string, { address, answered, isOutOfReach }: AddressSeen, { plan }: FactsAfter): Judgement {
  const family = familyOf(address);
  const type = family === "IPv4" ? "A" : "AAAA";
  if ("seen" in answered)
    return answered.seen.namesHost
      ? fine(address)
      : wrong(
          `at ${address}, which ${host} points to, another server answers: its certificate is for ${answered.seen.names}`,
          `Delete that ${type} record of ${host}, or point it to this server.`,
        );
  if (!(familiesServed(plan)?.includes(family) ?? true))
    return wrong(
      `${host} points to ${address}, but no port is published on ${family}`,
      `Add ${family === "IPv4" ? "0.0.0.0" : '"::"'} to the list in chatkeep:bindAddress, or delete that ${type} record.`,
    );
  if (isOutOfReach)
    return {
      verdict: "unknown",
      found: `${host} points to ${address}, but this machine has no ${family} connection`,
      advice: `Check it from a machine that has ${family}.`,
    };
  return wrong(
    `no answer at ${address}, which ${host} points to: ${answered.unseen}`,
    `Check that ${address} is this server's address and that its firewall opens the port on ${family}. Otherwise, delete that ${type} record of ${host}.`,
  );
}

/** A family that is declared and that the name does not lead to; of IPv4 also where it is merely served. */
function missingFamilies(host: string, seen: readonly AddressSeen[], { plan }: FactsAfter): readonly Judgement[] {
  const isThere = (family: Family) => seen.some(({ address }) => familyOf(address) === family);
  const declared = (type: "A" | "AAAA") => plan.dns.records.find((each) => each.name === host && each.type === type);
  const [a, aaaa] = [declared("A"), declared("AAAA")];
  const isServed = familiesServed(plan)?.includes("IPv4") ?? false;
  return [
    ...(isThere("IPv4") || a === undefined ? [] : [wrong(`${host} has no A record`, makeIt(host, "A", a.content))]),
    ...(isThere("IPv4") || a !== undefined || !isServed
      ? []
      : [warning(`${host} has no A record`, "Create one: many people have only IPv4.")]),
    ...(isThere("IPv6") || aaaa === undefined
      ? []
      : [warning(`${host} has no AAAA record`, makeIt(host, "AAAA", aaaa.content))]),
  ];
}

function makeIt(host: string, type: string, content: string): string {
  return `Create it at your DNS provider:  ${host}. 300 IN ${type} ${content}`;
}
