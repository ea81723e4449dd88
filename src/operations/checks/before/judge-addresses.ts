import type { Answers } from "../../../io/probes/name-lookup.ts";
import { shortAddress } from "../../../kinds/names.ts";
import { familiesServed } from "../../try/ports.ts";
import type { FactsBefore } from "../facts.ts";
import { fine, type Judgement, warning, wrong } from "../finding.ts";
import { isCloudflareProxy, isReachable } from "./addresses.ts";

/** Judges what a name's A records say. Where Cloudflare's proxy answers, another check says so. */
export function judgeIpv4(host: string, { a }: Answers, facts: FactsBefore): Judgement {
  const right = rightAddresses("A", host, facts);
  const found = a.filter((each) => !isCloudflareProxy(each));
  const isServed = familiesServed(facts.plan)?.includes("IPv4") ?? true;
  if (a.length === 0) return right.declared.length === 0 && !isServed ? fine("IPv6 alone") : missing("A", host, facts);
  const strange = strangeAmong(found, right);
  if (strange.length === 0) return fine(`${host} is ${a.join(", ")}`);
  const setting = right.declared.length > 0 ? " If the setting is wrong, correct chatkeep:addresses." : "";
  return differs(`${host} is ${strange.join(", ")}, not ${right.words}`, facts, {
    advice: `Set the A record of ${host} to ${right.words}.${setting}`,
  });
}

/** Judges a name's AAAA records: having none is fine, unless one is declared or only IPv6 is served. */
export function judgeIpv6(host: string, { aaaa }: Answers, facts: FactsBefore): Judgement {
  const right = rightAddresses("AAAA", host, facts);
  const isNeeded = right.declared.length > 0 || !(familiesServed(facts.plan)?.includes("IPv4") ?? true);
  if (aaaa.length === 0) return isNeeded ? missing("AAAA", host, facts) : fine("no IPv6");
  const found = aaaa.filter((each) => !isCloudflareProxy(each));
  const strange = strangeAmong(found.map(shortAddress), right);
  if (strange.length === 0) return fine(`${host} is ${aaaa.join(", ")}`);
  return differs(`${host} is ${strange.join(", ")}, not ${right.words}`, facts, {
    advice: `Set the AAAA record of ${host} to ${right.words}, or delete it to use only IPv4.`,
  });
}

/** Which addresses are right: those that are declared, else the machine's own that the world can reach; null where any may be. */
interface RightAddresses {
  readonly declared: readonly string[];
  readonly allowed: readonly string[] | null;
  readonly words: string;
}

function rightAddresses(type: "A" | "AAAA", host: string, { plan, ownAddresses }: FactsBefore): RightAddresses {
  const records = plan.dns.records.filter((each) => each.type === type && each.name === host);
  const declared = records.map(({ content }) => shortAddress(content));
  const own = ("seen" in ownAddresses ? ownAddresses.seen : []).filter(
    (each) => each.includes(":") === (type === "AAAA"),
  );
  const reachable = own.map(shortAddress).filter(isReachable);
  const allowed = declared.length > 0 ? declared : reachable.length > 0 ? reachable : null;
  return { declared, allowed, words: allowed?.join(" or ") ?? "this server's public address" };
}

function strangeAmong(found: readonly string[], { allowed }: RightAddresses): readonly string[] {
  return found.filter((each) => (allowed === null ? !isReachable(each) : !allowed.includes(each)));
}

/** Where a provider makes the records, a difference is its matter: `up` shows it first. */
function differs(found: string, { plan }: FactsBefore, { advice }: { readonly advice: string }): Judgement {
  if (plan.dns.provider === "none") return wrong(found, advice);
  return warning(found, "Run `npx chatkeep up`: it shows the difference and corrects it.");
}

function missing(type: "A" | "AAAA", host: string, facts: FactsBefore): Judgement {
  const { plan } = facts;
  const found = `${host} has no ${type} record`;
  if (plan.dns.provider !== "none") return fine(`${found} yet: \`npx chatkeep up\` creates it`);
  const { words, declared } = rightAddresses(type, host, facts);
  const advice = `Create it at your DNS provider:  ${host}. 3600 IN ${type} ${words}`;
  const isNeeded = type === "A" || !(familiesServed(plan)?.includes("IPv4") ?? true);
  if (isNeeded) return wrong(found, advice);
  return warning(found, declared.length === 0 ? advice : `${advice}, or delete chatkeep:addresses.ipv6.`);
}
