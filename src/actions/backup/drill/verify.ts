import type { DrillReport } from "../../../operations/backup/drill/report.ts";
import { type Verified, type Verifying, verifyEvidence } from "../../evidence/verify.ts";
import type { Session } from "../../session.ts";

/** Checks the signature of a drill's report; refused where one byte was changed, or another key signed it. */
export function verifyDrillReport(session: Session, verifying: Verifying): Promise<Verified<DrillReport>> {
  const none = { found: "is no report of a drill", next: "Name the file that `drill` wrote." };
  return verifyEvidence<DrillReport>(session, verifying, { kind: "chatkeep drill", none });
}
