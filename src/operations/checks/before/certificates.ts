import type { CaaRecord } from "../../../io/probes/name-lookup.ts";
import { authorityIdentity } from "../../../plan/authority-identity.ts";
import { certifiedNames, type FactsBefore } from "../facts.ts";
import { fine, type Judgement, together, wrong } from "../finding.ts";
import { before } from "../for-facts.ts";

/** What `doctor` finds about getting certificates. */
export const certificateChecks = [
  before({
    id: "tls.authority",
    title: "the certificate authority answers",
    why: "Certificates come from it, and are renewed there.",
    when: ({ authority }) => authority !== null,
    look: ({ authority }) => authority ?? { unseen: "nobody was asked" },
    judge: () => fine("it answers"),
    unseenAdvice: "Allow this machine to reach it (port 443), or correct chatkeep:tls.directory.",
  }),
  before({
    id: "dns.caa",
    title: "the authority may give certificates for the name",
    why: "A CAA record names who may. Every authority has to obey it.",
    refuses: "first",
    when: ({ world, plan }) => world !== null && plan.proxy.tls.mode === "acme",
    look: ({ world }) => world ?? { unseen: "nobody was asked" },
    judge: (world, facts) => together(certifiedNames(facts).map((host) => judgeCaa(world[host]?.caa ?? [], facts))),
  }),
];

/** Whether CAA records let the chosen authority issue, in the chosen way (RFC 8659, sections 4.2 and 4.3; RFC 8657, section 4). */
function judgeCaa(caa: readonly CaaRecord[], facts: FactsBefore): Judgement {
  const issuers = caa.filter(({ tag }) => tag.toLowerCase() === "issue");
  const [first] = issuers;
  if (first === undefined) return fine("no record forbids it");
  const identities = identitiesOf(facts);
  if (identities.length === 0)
    return { verdict: "unknown", found: "the authority does not say its name", advice: null };
  const allowed = issuers.filter(({ value }) => identities.includes(parse(value).issuer));
  const [identity = ""] = identities;
  const at = first.at;
  if (allowed.length === 0)
    return wrong(
      `${at} lets only ${issuers.map(({ value }) => parse(value).issuer || "nobody").join(", ")} issue`,
      `Add where your names are kept:  ${at}. IN CAA 0 issue "${identity}"`,
    );
  const method = methodOf(facts);
  if (allowed.some(({ value }) => parse(value).methods?.includes(method) ?? true))
    return fine(`${at} lets ${identity} issue`);
  return wrong(
    `${at} lets ${identity} issue, but not by ${method}`,
    `Add ${method} to validationmethods in the CAA record of ${at}, or set chatkeep:tls.challenge to one that it allows.`,
  );
}

/** What the authority says of itself, else what everyone knows of it. */
function identitiesOf({ authority, plan }: FactsBefore): readonly string[] {
  const said = authority !== null && "seen" in authority ? authority.seen.caaIdentities : [];
  if (said.length > 0 || plan.proxy.tls.mode !== "acme") return said;
  const known = authorityIdentity(plan.proxy.tls.directory);
  return known === null ? [] : [known];
}

function methodOf({ plan }: FactsBefore): "http-01" | "dns-01" {
  const { tls } = plan.proxy;
  return tls.mode === "acme" && tls.challenge === "dns" ? "dns-01" : "http-01";
}

/** `letsencrypt.org; validationmethods=dns-01` */
function parse(value: string): { readonly issuer: string; readonly methods: readonly string[] | null } {
  const [issuer = "", ...parameters] = value.split(";").map((part) => part.trim());
  const methods = parameters.find((each) => each.startsWith("validationmethods="))?.split("=")[1];
  return { issuer, methods: methods?.split(",").map((each) => each.trim()) ?? null };
}
