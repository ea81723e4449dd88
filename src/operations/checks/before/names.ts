import type { Answers } from "../../../io/probes/name-lookup.ts";
import { placeRecords } from "../../../plan/dns/zones.ts";
import type { PlannedRecord } from "../../../plan/plan.ts";
import type { FactsBefore } from "../facts.ts";
import { fine, type Judgement, warning, wrong } from "../finding.ts";
import { before } from "../for-facts.ts";
import { isCloudflareProxy } from "./addresses.ts";
import { answersOf, asTheWorldSees, isPublic, noResolver, ofEach } from "./as-the-world-sees.ts";
import { judgeIpv4, judgeIpv6 } from "./judge-addresses.ts";

/** What `doctor` finds about names, as the world sees them. */
export const nameChecks = [
  before({
    id: "dns.address",
    title: "the world finds the server's address",
    why: "No app finds the server without it, and no authority gives a certificate.",
    refuses: "first",
    when: isPublic,
    observe: asTheWorldSees,
    judge: (world, facts) => ofEach(facts, (host) => judgeIpv4(host, answersOf(world, host), facts)),
    unseenAdvice: noResolver,
  }),
  before({
    id: "dns.ipv6",
    title: "IPv6 leads to the same server, or nowhere",
    why: "Phones and authorities try IPv6 first: one that leads elsewhere breaks both.",
    refuses: "first",
    when: isPublic,
    observe: asTheWorldSees,
    judge: (world, facts) => ofEach(facts, (host) => judgeIpv6(host, answersOf(world, host), facts)),
    unseenAdvice: noResolver,
  }),
  before({
    id: "dns.proxied",
    title: "no foreign proxy is in front of the server",
    why: "Cloudflare's proxy ends the encryption, reads every message on its way and drops port 8448.",
    refuses: "first",
    when: isPublic,
    observe: asTheWorldSees,
    judge: (world, facts) => ofEach(facts, (host) => judgeProxied(host, answersOf(world, host))),
    unseenAdvice: noResolver,
  }),
  before({
    id: "dns.own",
    title: "this machine finds the same address as the world",
    why: "What looks well from here can be broken for everyone else, and the other way round.",
    when: ({ own, world }) => own !== null && world !== null && "seen" in world,
    observe: ({ own }) => own ?? { unseen: "not asked" },
    judge: (own, { world, plan }) => {
      const [here, there] = [own, world !== null && "seen" in world ? world.seen : {}].map((each) =>
        answersOf(each, plan.hostName).a.join(", "),
      );
      if (here === there) return fine("the same");
      return warning(
        `here it is ${here || "nothing"}, elsewhere ${there || "nothing"}`,
        "Wait where the record is new (its TTL), else look at this machine's resolver and /etc/hosts.",
      );
    },
  }),
  before({
    id: "dns.records",
    title: "the other records are there",
    why: "Without the SRV record other servers do not find this one; without CAA any authority may give a certificate for its names.",
    when: (facts) => isPublic(facts) && othersOf(facts).length > 0,
    observe: asTheWorldSees,
    judge: (world, facts) => {
      const missing = othersOf(facts).filter((record) => !isThere(record, answersOf(world, record.name)));
      if (missing.length === 0) return fine(`${othersOf(facts).length} records`);
      const named = missing.map(({ name, type, content }) => `${name} ${type} ${content}`);
      const doing =
        facts.plan.dns.provider === "none" ? "Make them where your names are kept." : "`npx chatkeep up` makes them.";
      const verdict =
        missing.some(({ type }) => type === "SRV") && facts.plan.dns.provider === "none" ? wrong : warning;
      return verdict(`missing: ${named.join("; ")}`, doing);
    },
    unseenAdvice: noResolver,
  }),
];

function judgeProxied(host: string, { a, aaaa }: Answers): Judgement {
  const through = [...a, ...aaaa].filter(isCloudflareProxy);
  if (through.length === 0) return fine("none");
  return wrong(
    `${host} leads to Cloudflare's proxy (${through.join(", ")})`,
    `Set the record of ${host} to "DNS only" (the grey cloud).`,
  );
}

/** The records beside the addresses, save those that would bind a whole zone and so are not made. */
function othersOf({ plan, zone }: FactsBefore): readonly PlannedRecord[] {
  const zones = zone !== null && "seen" in zone ? zone.seen.token.zones : [];
  const { leftOut } = placeRecords(plan.dns, zones);
  return plan.dns.records.filter((each) => ["SRV", "CAA"].includes(each.type) && !leftOut.includes(each));
}

function isThere({ type, content, name }: PlannedRecord, { srv, caa }: Answers): boolean {
  if (type === "SRV") return srv.map(withoutEnd).includes(withoutEnd(content));
  const written = caa.filter(({ at }) => at === name).map(({ tag, value }) => `0 ${tag} "${value}"`);
  return written.includes(content.replace(/^\d+/, "0"));
}

/** A name in a record may end in a dot (RFC 1035, section 5.1), and answers leave it out. */
function withoutEnd(content: string): string {
  return content.replace(/\.$/, "").toLowerCase();
}
