import type { SeenRecord } from "../../../io/cloudflare/cloudflare.ts";
import type { Observed } from "../../../kinds/observed.ts";
import { placeRecords } from "../../../plan/dns/zones.ts";
import { compareRecords, describeRecord } from "../../dns/dns-observation.ts";
import { judgeToken, type TokenFinding } from "../../dns/token-scope.ts";
import type { FactsBefore, ZoneSeen } from "../facts.ts";
import { fine, type Judgement, together, warning, wrong } from "../finding.ts";
import { before } from "../for-facts.ts";

const isAsked = ({ zone }: FactsBefore): boolean => zone !== null;
const inZone = ({ zone }: FactsBefore): Observed<ZoneSeen> => zone ?? { unseen: "not asked" };
const reachCloudflare = "Allow this machine to reach api.cloudflare.com (port 443).";

/** What `doctor` finds at Cloudflare. `up` looks there by itself, each time, and refuses in its own words. */
export const zoneChecks = [
  before({
    id: "dns.token",
    title: "Cloudflare accepts the token, and it has access to the zone",
    why: "It is needed to create DNS records, and to get certificates if port 80 is closed.",
    when: isAsked,
    observe: inZone,
    judge: (zone, facts) => judged(tokenFindings(zone, facts, "refuse"), wrong, "it may change the records"),
    unseenAdvice: reachCloudflare,
  }),
  before({
    id: "dns.token-scope",
    title: "the token has no other permissions",
    why: "Anyone who obtains it can redirect every name in its zones.",
    when: isAsked,
    observe: inZone,
    judge: (zone, facts) => judged(tokenFindings(zone, facts, "warn"), warning, "nothing else"),
    unseenAdvice: reachCloudflare,
  }),
  before({
    id: "dns.zone-proxied",
    title: "no record uses Cloudflare's proxy",
    why: "The proxy ends TLS, can read all requests, and drops port 8448.",
    when: isAsked,
    observe: inZone,
    judge: ({ records }) => {
      const proxied = records.filter((each) => each.proxied);
      if (proxied.length === 0) return fine("none");
      return wrong(
        proxied.map(describeRecord).join("; "),
        'Set it to "DNS only" (the grey cloud), or run `npx chatkeep up --replace-records`.',
      );
    },
    unseenAdvice: reachCloudflare,
  }),
  before({
    id: "dns.zone-records",
    title: "no other record has the server's names",
    why: "With two addresses for one name, half of the clients connect to the wrong server.",
    when: isAsked,
    observe: inZone,
    judge: (zone, facts) => {
      const strange = strangeRecords(zone, facts);
      if (strange.length === 0) return fine("none");
      return warning(
        `Cloudflare already has: ${strange.map(describeRecord).join("; ")}`,
        "Delete the records that you no longer need, or run `npx chatkeep up --replace-records`.",
      );
    },
    unseenAdvice: reachCloudflare,
  }),
];

function tokenFindings({ token }: ZoneSeen, { plan }: FactsBefore, severity: TokenFinding["severity"]) {
  return judgeToken(token, placeRecords(plan.dns, token.zones)).filter((each) => each.severity === severity);
}

function judged(findings: readonly TokenFinding[], verdict: typeof wrong, otherwise: string): Judgement {
  return findings.length === 0 ? fine(otherwise) : together(findings.map(({ found, next }) => verdict(found, next)));
}

/** What differs only by the proxy, another check says. */
function strangeRecords({ token, records }: ZoneSeen, { plan }: FactsBefore): readonly SeenRecord[] {
  const { placed } = placeRecords(plan.dns, token.zones);
  const asIfOpen = records.map((each) => ({
    ...each,
    proxied: false,
    ttl: each.proxied ? plannedTtl(each, plan.dns) : each.ttl,
  }));
  const strange = compareRecords(placed, asIfOpen).differing.map(({ seen }) => seen.id);
  return records.filter(({ id }) => strange.includes(id));
}

/** A proxied record has no time to live of its own. */
function plannedTtl({ name, type, ttl }: SeenRecord, { records }: FactsBefore["plan"]["dns"]): number {
  return records.find((each) => each.name === name && each.type === type)?.ttl ?? ttl;
}
