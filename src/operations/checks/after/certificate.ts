import type { CertificateSeen } from "../../../io/probes/handshake.ts";
import type { Observed } from "../../../kinds/observed.ts";
import type { FactsAfter } from "../facts.ts";
import { fine, type Judgement, together, warning, wrong } from "../finding.ts";
import { after } from "../for-facts.ts";
import { whereNobodyAnswers } from "./nobody-answers.ts";

const noAnswer = whereNobodyAnswers(
  "See whether the proxy runs:  npx chatkeep status  and that nothing stands between here and it.",
);

/** What `check` finds in the proxy's handshake. */
export const certificateChecks = [
  after({
    id: "tls.chain",
    title: "the certificate's chain leads to an authority that is trusted",
    why: "Apps refuse the server otherwise; phones fetch no missing link themselves.",
    observe: ({ certificate }) => certificate,
    judge: ({ chainError, issuer, validFrom, validTo }, { now }) => {
      if (chainError === null) return fine(`from ${issuer}`);
      if (now < validFrom || now >= validTo)
        return { verdict: "unknown", found: "cannot be told while the certificate is out of date", advice: null };
      return wrong(
        `${chainError}, issuer ${issuer}`,
        "Own files: put the whole chain into the certificate file, the server's own first. Else see:  npx chatkeep logs proxy",
      );
    },
    unseenAdvice: noAnswer,
  }),
  after({
    id: "tls.name",
    title: "the certificate is for this server's name",
    why: "Apps refuse it otherwise.",
    observe: ({ certificate }) => certificate,
    judge: ({ namesHost, names }, { plan }) => {
      if (namesHost) return fine(names);
      return wrong(
        `it is for ${names}, not for ${plan.hostName}`,
        `Own files: get one for ${plan.hostName}. Else another server answers here: see where ${plan.hostName} leads.`,
      );
    },
    unseenAdvice: noAnswer,
  }),
  after({
    id: "tls.days-left",
    title: "the certificate lasts",
    why: "On the day it ends every app stops.",
    observe: ({ certificate }) => certificate,
    judge: judgeLife,
    unseenAdvice: noAnswer,
  }),
  after({
    id: "tls.other-names",
    title: "the certificates of the server's other names are good, too",
    why: "Apps and other servers that are sent on from there refuse to be.",
    when: ({ otherCertificates }) => Object.keys(otherCertificates).length > 0,
    observe: ({ otherCertificates }) => ({ seen: otherCertificates }),
    judge: (certificates, facts) =>
      together(Object.entries(certificates).map(([name, observed]) => judgeOther(name, observed, facts))),
  }),
  after({
    id: "tls.versions",
    title: "nothing below TLS 1.2 is spoken",
    why: "TLS 1.0 and 1.1 can be broken (RFC 8996).",
    observe: ({ protocols }) => protocols,
    judge: ({ oldVersions, newest }) => {
      if (oldVersions.length === 0) return fine(newest.replace("TLSv", "TLS 1.2 to ").replace("1.2 to 1.2", "1.2"));
      return wrong(`${oldVersions.join(" and ")} accepted`, otherProxy);
    },
    unseenAdvice: noAnswer,
  }),
  after({
    id: "tls.suites",
    title: "no weak cipher suite is taken",
    why: "Without forward secrecy a stolen key opens what was recorded years before (RFC 9325).",
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
  const why = `See where ${name} leads, and why:  npx chatkeep logs proxy`;
  if (!namesHost) return wrong(`at ${name} it is for ${names}`, why);
  const life = judgeLife(observed.seen, facts);
  if (life.verdict !== "fine") return { ...life, found: `at ${name}: ${life.found}` };
  return chainError === null ? fine(name) : wrong(`at ${name}: ${chainError}`, why);
}

const otherProxy =
  "This is not how our proxy is set up. Something else ends the encryption before it: find it, and let it pass.";

const day = 24 * 3_600_000;

/** Whole days until a certificate ends; below nothing once it has. */
export function daysLeft({ validTo }: Pick<CertificateSeen, "validTo">, now: Date): number {
  return Math.floor((Date.parse(validTo) - now.getTime()) / day);
}

/**
 * Caddy renews in the last third of a certificate's life (Caddy documentation, "Automatic HTTPS"): less than a fifth left means
 * that it tries in vain. Own files nobody renews but people.
 */
function judgeLife(certificate: CertificateSeen, { plan, now }: FactsAfter): Judgement {
  const [from, to, at] = [certificate.validFrom, certificate.validTo, now].map((each) => Date.parse(each)) as [
    number,
    number,
    number,
  ];
  if (from > at)
    return wrong(`it begins only on ${certificate.validFrom}`, "See whether this machine's clock is right.");
  const isOwn = plan.proxy.tls.mode === "files";
  const advice = isOwn
    ? "Renew it, put the new files there, then:  npx chatkeep up"
    : "The proxy renews it itself and does not get there. See why:  npx chatkeep logs proxy";
  if (to <= at) return wrong(`it ended on ${certificate.validTo}`, advice);
  const found = `${lengthOf(to - at)} left, until ${certificate.validTo.slice(0, 10)}`;
  const isDue = isOwn ? to - at < 7 * day : (to - at) / (to - from) < 0.2;
  if (isDue) return wrong(found, advice);
  return isOwn && to - at < 30 * day ? warning(found, advice) : fine(found);
}

function lengthOf(milliseconds: number): string {
  const days = Math.floor(milliseconds / day);
  return days > 0 ? `${days} day${days === 1 ? "" : "s"}` : `${Math.floor(milliseconds / 3_600_000)} hours`;
}
