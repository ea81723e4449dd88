import type { Answers } from "../../../io/probes/name-lookup.ts";
import type { PlannedRecord } from "../../../plan/dns/planned.ts";
import { placeRecords } from "../../../plan/dns/zones.ts";
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
    title: "public name servers give the server's address",
    why: "Without it, no app finds the server, and no authority issues a certificate.",
    refuses: "first",
    when: isPublic,
    observe: asTheWorldSees,
    judge: (world, facts) => ofEach(facts, (host) => judgeIpv4(host, answersOf(world, host), facts)),
    unseenAdvice: noResolver,
  }),
  before({
    id: "dns.ipv6",
    title: "the IPv6 address is this server's, or there is none",
    why: "Phones and authorities try IPv6 first. A wrong address breaks both.",
    refuses: "first",
    when: isPublic,
    observe: asTheWorldSees,
    judge: (world, facts) => ofEach(facts, (host) => judgeIpv6(host, answersOf(world, host), facts)),
    unseenAdvice: noResolver,
  }),
  before({
    id: "dns.proxied",
    title: "Cloudflare's proxy is not in front of the server",
    why: "Cloudflare's proxy ends TLS, can read all requests, and drops port 8448.",
    refuses: "first",
    when: isPublic,
    observe: asTheWorldSees,
    judge: (world, facts) => ofEach(facts, (host) => judgeProxied(host, answersOf(world, host))),
    unseenAdvice: noResolver,
  }),
  before({
    id: "dns.own",
    title: "this machine and public name servers give the same address",
    why: "Otherwise checks from here can succeed although the server fails for everyone else, or the reverse.",
    when: ({ own, world }) => own !== null && world !== null && "seen" in world,
    observe: ({ own }) => own ?? { unseen: "not asked" },
    judge: (own, { world, plan }) => {
      const [here, there] = [own, world !== null && "seen" in world ? world.seen : {}].map((each) =>
        answersOf(each, plan.hostName).a.join(", "),
      );
      if (here === there) return fine("the same");
      return warning(
        `this machine finds ${here || "nothing"}, public name servers ${there || "nothing"}`,
        "If the record is new, wait for its TTL. Otherwise, check this machine's resolver and /etc/hosts.",
      );
    },
  }),
  before({
    id: "dns.records",
    title: "the other DNS records exist",
    why: "Without the SRV record, other servers do not find this server. Without CAA records, any authority may issue a certificate for its names.",
    when: (facts) => isPublic(facts) && othersOf(facts).length > 0,
    observe: asTheWorldSees,
    judge: (world, facts) => {
      const missing = othersOf(facts).filter((record) => !isThere(record, answersOf(world, record.name)));
      if (missing.length === 0) return fine(`${othersOf(facts).length} records`);
      const named = missing.map(({ name, type, content }) => `${name} ${type} ${content}`);
      const doing =
        facts.plan.dns.provider === "none" ? "Create them at your DNS provider." : "`npx chatkeep up` creates them.";
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
    `${host} points to Cloudflare's proxy (${through.join(", ")})`,
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
