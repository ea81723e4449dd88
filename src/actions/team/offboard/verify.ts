import { Refusal } from "../../../errors.ts";
import { judgeLockout, type Proof } from "../../../operations/team/offboard/proofs.ts";
import type { OffboardingReport } from "../../../operations/team/offboard/report.ts";
import { asOperator } from "../../accounts/operate.ts";
import { type Verified, type Verifying, verifyEvidence } from "../../evidence/verify.ts";
import type { Session } from "../../session.ts";
import { settledStack } from "../../stack/settings.ts";
import { accessLeft, tokensOf } from "./observe.ts";
import { observerFor } from "./offboard.ts";

/** What a file turned out to be. */
export type VerifiedReport = Verified<OffboardingReport>;

/** Checks a report's signature; refused where one byte was changed, or another key signed it. */
export function verifyReport(session: Session, verifying: Verifying): Promise<VerifiedReport> {
  const none = { found: "is no report of an offboarding", next: "Name the file that `team offboard` wrote." };
  return verifyEvidence<OffboardingReport>(session, verifying, { kind: "chatkeep offboarding", none });
}

/** Asks the running server again what a report claims; what no longer holds has changed since. */
export async function changesSince(session: Session, report: OffboardingReport): Promise<readonly Proof[]> {
  const settled = await settledStack(session);
  if (settled.plan.serverName !== report.server)
    throw new Refusal(`The report is about ${report.server}, and this stack serves ${settled.plan.serverName}`, {
      next: "Name that server's stack with --stack, or check the signature alone:  --evidence-key KEY",
    });
  return await asOperator(session, settled, async (server) => {
    const observer = await observerFor(session, settled, server, null);
    const [access, tokens] = await Promise.all([accessLeft(observer, report.user), tokensOf(observer, report.user)]);
    if (access === null) return [];
    const { history, media, erase } = report.wishes;
    const wishes = {
      history: history === "redact" ? ("redact" as const) : ("keep" as const),
      media: media === "delete" ? ("delete" as const) : ("keep" as const),
      erase,
    };
    const held = new Set(report.proofs.filter(({ holds }) => holds).map(({ id }) => id));
    return judgeLockout({ access, tokens, probe: null, unled: [], wishes }).filter(
      ({ id, holds }) => !holds && held.has(id),
    );
  });
}
