import type { CertificateSeen } from "../../../io/probes/handshake.ts";
import type { Observed } from "../../../kinds/observed.ts";
import type { FactsAfter } from "../facts.ts";
import { fine, type Judgement, together, warning, wrong } from "../finding.ts";
import { after } from "../for-facts.ts";
import { adviceWithoutAnswer } from "./no-answer.ts";

const noAnswer = adviceWithoutAnswer(
  "See whether the proxy runs:  npx chatkeep status  Then check that no firewall is between this machine and the proxy.",
);

/** What `check` finds in the proxy's handshake. */
export const certificateChecks = [
  after({
    id: "tls.chain",
    title: "the certificate's chain ends at a trusted authority",
    why: "Otherwise apps refuse to connect. Phones do not fetch a missing certificate of the chain.",
    observe: ({ certificate }) => certificate,
    judge: ({ chainError, issuer, validFrom, validTo }, { now }) => {
      if (chainError === null) return fine(`from ${issuer}`);
      if (now < validFrom || now >= validTo)
        return { verdict: "unknown", found: "cannot be checked while the certificate is out of date", advice: null };
      return wrong(
        `${chainError}, issuer ${issuer}`,
        "With your own files: put the whole chain into the certificate file, the server's own certificate first. Otherwise, read:  npx chatkeep logs proxy",
      );
    },
    unseenAdvice: noAnswer,
  }),
  after({
    id: "tls.name",
    title: "the certificate is for this server's name",
    why: "Otherwise apps refuse to connect.",
    observe: ({ certificate }) => certificate,
    judge: ({ namesHost, names }, { plan }) => {
      if (namesHost) return fine(names);
      return wrong(
        `it is for ${names}, not for ${plan.hostName}`,
        `With your own files: get a certificate for ${plan.hostName}. Otherwise another server answers: check where ${plan.hostName} points to.`,
      );
    },
    unseenAdvice: noAnswer,
  }),
  after({
    id: "tls.days-left",
    title: "the certificate is valid for long enough",
    why: "When it expires, no app can connect.",
    observe: ({ certificate }) => certificate,
    judge: judgeLife,
    unseenAdvice: noAnswer,
  }),
  after({
    id: "tls.other-names",
    title: "the certificates of the server's other names are right",
    why: "Otherwise apps and other servers do not follow the redirect from there.",
    when: ({ otherCertificates }) => Object.keys(otherCertificates).length > 0,
    observe: ({ otherCertificates }) => ({ seen: otherCertificates }),
    judge: (certificates, facts) =>
      together(Object.entries(certificates).map(([name, observed]) => judgeOther(name, observed, facts))),
  }),
  after({
    id: "tls.versions",
    title: "no TLS version before 1.2 is accepted",
    why: "TLS 1.0 and 1.1 are not secure (RFC 8996).",
    observe: ({ protocols }) => protocols,
    judge: ({ oldVersions, newest }) => {
      if (oldVersions.length === 0) return fine(newest.replace("TLSv", "TLS 1.2 to ").replace("1.2 to 1.2", "1.2"));
      return wrong(`${oldVersions.join(" and ")} accepted`, otherProxy);
    },
    unseenAdvice: noAnswer,
  }),
  after({
    id: "tls.suites",
    title: "no weak cipher suite is accepted",
    why: "Without forward secrecy, a stolen key decrypts connections that were recorded years before (RFC 9325).",
    observe: ({ protocols }) => protocols,
    judge: ({ weakSuites }) => (weakSuites.length === 0 ? fine("none") : wrong(weakSuites.join(", "), otherProxy)),
    unseenAdvice: noAnswer,
  }),
];

/** One certificate from all sides, and for which name. */
function judgeOther(name: string, observed: Observed<CertificateSeen>, facts: FactsAfter): Judgement {
  if (!("seen" in observed))
    return { verdict: "unknown", found: `${name} could not be observed: ${observed.unseen}`, advice: noAnswer(facts) };
  const { names, namesHost, chainError } = observed.seen;
  const why = `Check where ${name} points to, and read:  npx chatkeep logs proxy`;
  if (!namesHost) return wrong(`at ${name} it is for ${names}`, why);
  const life = judgeLife(observed.seen, facts);
  if (life.verdict !== "fine") return { ...life, found: `at ${name}: ${life.found}` };
  return chainError === null ? fine(name) : wrong(`at ${name}: ${chainError}`, why);
}

const otherProxy =
  "The proxy is not configured like this. Another program ends the TLS connection in front of it: find that program, and let it pass TLS through.";

const day = 24 * 3_600_000;

/** Whole days until a certificate ends; below nothing once it has. */
export function daysLeft({ validTo }: Pick<CertificateSeen, "validTo">, now: Date): number {
  return Math.floor((Date.parse(validTo) - now.getTime()) / day);
}

/**
 * Caddy renews in the last third of a certificate's life (Caddy documentation, "Automatic HTTPS"): less than a fifth left means
 * that it fails to. chatkeep does not renew the operator's own files.
 */
function judgeLife(certificate: CertificateSeen, { plan, now }: FactsAfter): Judgement {
  const [from, to, at] = [certificate.validFrom, certificate.validTo, now].map((each) => Date.parse(each)) as [
    number,
    number,
    number,
  ];
  if (from > at) return wrong(`it is not valid before ${certificate.validFrom}`, "Check this machine's clock.");
  const isOwn = plan.proxy.tls.mode === "files";
  const advice = isOwn
    ? "Renew it, replace the files, then:  npx chatkeep up"
    : "The proxy should renew it, but fails to. Read the reason:  npx chatkeep logs proxy";
  if (to <= at) return wrong(`it expired on ${certificate.validTo}`, advice);
  const found = `${lengthOf(to - at)} left, until ${certificate.validTo.slice(0, 10)}`;
  const isDue = isOwn ? to - at < 7 * day : (to - at) / (to - from) < 0.2;
  if (isDue) return wrong(found, advice);
  return isOwn && to - at < 30 * day ? warning(found, advice) : fine(found);
}

function lengthOf(milliseconds: number): string {
  const days = Math.floor(milliseconds / day);
  return days > 0 ? `${days} day${days === 1 ? "" : "s"}` : `${Math.floor(milliseconds / 3_600_000)} hours`;
}
