import type { CaaRecord } from "../../../io/probes/name-lookup.ts";
import { authorityIdentity } from "../../../plan/dns/authority-identity.ts";
import { certifiedNames, type FactsBefore } from "../facts.ts";
import { fine, type Judgement, together, wrong } from "../finding.ts";
import { before } from "../for-facts.ts";
import { waysToProve } from "./reach.ts";

/** What `doctor` finds about getting certificates. */
export const certificateChecks = [
  before({
    id: "tls.authority",
    title: "the certificate authority answers",
    why: "It issues and renews the certificates.",
    when: ({ authority }) => authority !== null,
    observe: ({ authority }) => authority ?? { unseen: "not asked" },
    judge: () => fine("it answers"),
    unseenAdvice: "Allow this machine to reach it (port 443), or correct chatkeep:tls.directory.",
  }),
  before({
    id: "dns.caa",
    title: "the authority may issue certificates for the name",
    why: "A CAA record names the authorities that may. Every authority must obey it.",
    refuses: "first",
    when: ({ world, plan }) => world !== null && plan.proxy.tls.mode === "acme",
    observe: ({ world }) => world ?? { unseen: "not asked" },
    judge: (world, facts) => together(certifiedNames(facts).map((host) => judgeCaa(world[host]?.caa ?? [], facts))),
  }),
];

/** Whether CAA records let the chosen authority issue, in the chosen way (RFC 8659, sections 4.2 and 4.3; RFC 8657, section 4). */
function judgeCaa(caa: readonly CaaRecord[], facts: FactsBefore): Judgement {
  const issuers = caa.filter(({ tag }) => tag.toLowerCase() === "issue");
  const [first] = issuers;
  if (first === undefined) return fine("no CAA record forbids it");
  const identities = identitiesOf(facts);
  if (identities.length === 0)
    return { verdict: "unknown", found: "the authority does not publish its CAA name", advice: null };
  const allowed = issuers.map(({ value }) => parse(value)).filter(({ issuer }) => identities.includes(issuer));
  const [identity = ""] = identities;
  const at = first.at;
  if (allowed.length === 0)
    return wrong(
      `${at} lets only ${issuers.map(({ value }) => parse(value).issuer || "no authority").join(", ")} issue`,
      `Add this record at your DNS provider:  ${at}. IN CAA 0 issue "${identity}"`,
    );
  const methods = methodsOf(facts);
  const byMethod = allowed.filter((each) => each.methods?.some((method) => methods.includes(method)) ?? true);
  if (byMethod.length === 0)
    return wrong(
      `${at} lets ${identity} issue, but not by ${methods.join(" or ")}`,
      `Add ${methods.join(" or ")} to validationmethods in the CAA record of ${at}, or set chatkeep:tls.challenge to one that it allows.`,
    );
  const accounts = byMethod.map(({ account }) => account).filter((each) => each !== null);
  const own = "seen" in facts.accounts ? facts.accounts.seen : [];
  const named = own.length === 0 ? "" : `; the proxy's account there is ${own.join(" or ")}`;
  if (accounts.length < byMethod.length) return fine(`${at} lets ${identity} issue${named}`);
  return judgeAccount(accounts, facts, { at, identity });
}

/** Whether one of the accounts that alone may ask is the proxy's own (RFC 8657, section 3). It makes one before its first certificate. */
function judgeAccount(
  allowed: readonly string[],
  { accounts }: FactsBefore,
  { at, identity }: { readonly at: string; readonly identity: string },
): Judgement {
  const found = `${at} lets ${identity} issue only for the account ${allowed.join(" or ")}`;
  if (!("seen" in accounts)) {
    const advice = `Compare accounturi in the CAA record of ${at} with the address in the proxy's volume: caddy/acme/*/users/*/*.json`;
    return {
      verdict: "unknown",
      found: `${found}; the proxy's own account could not be observed: ${accounts.unseen}`,
      advice,
    };
  }
  const own = accounts.seen;
  if (own.some((each) => allowed.includes(each))) return fine(`${at} lets ${identity} issue for the proxy's account`);
  if (own.length === 0)
    return wrong(
      `${found}, but the proxy has no account yet and will create its own`,
      `Delete accounturi from the CAA record of ${at}. After the first \`up\`, \`npx chatkeep doctor\` shows the account to write there.`,
    );
  return wrong(
    `${found}, but the proxy's account is ${own.join(" or ")}`,
    `Write the proxy's account into the CAA record of ${at}, or delete accounturi.`,
  );
}

/** What the authority says of itself, else what everyone knows of it. */
function identitiesOf({ authority, plan }: FactsBefore): readonly string[] {
  const said = authority !== null && "seen" in authority ? authority.seen.caaIdentities : [];
  if (said.length > 0 || plan.proxy.tls.mode !== "acme") return said;
  const known = authorityIdentity(plan.proxy.tls.directory);
  return known === null ? [] : [known];
}

/** Every way in which the proxy may prove a name. */
function methodsOf({ plan }: FactsBefore): readonly string[] {
  const { tls } = plan.proxy;
  if (tls.mode === "acme" && tls.challenge === "dns") return ["dns-01"];
  const ways = waysToProve(plan);
  return ways.length === 0 ? ["http-01", "tls-alpn-01"] : ways; // another check says that there is none
}

interface Issuer {
  readonly issuer: string;
  /** null where all are allowed, or any account. */
  readonly methods: readonly string[] | null;
  readonly account: string | null;
}

/** `letsencrypt.org; validationmethods=dns-01; accounturi=https://…` (RFC 8659, section 4.2; RFC 8657). */
function parse(value: string): Issuer {
  const [issuer = "", ...parameters] = value.split(";").map((part) => part.trim());
  const read = (name: string) =>
    parameters
      .map((each) => /^([^=\s]+)\s*=\s*(.*)$/.exec(each))
      .find((each) => each?.[1]?.toLowerCase() === name)?.[2];
  const methods = read("validationmethods");
  return {
    issuer: issuer.toLowerCase(),
    methods: methods?.split(",").map((each) => each.trim()) ?? null,
    account: read("accounturi") ?? null,
  };
}
