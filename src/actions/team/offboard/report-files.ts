import { join } from "node:path";
import { evidencePublicKey, signEvidence } from "../../../keys/evidence-key.ts";
import type { OffboardingReport } from "../../../operations/team/offboard/report.ts";
import { signedText } from "../../../operations/team/offboard/signed-report.ts";
import { storedKey } from "../../recovery/stored-key.ts";
import type { Session } from "../../session.ts";

/** Signs a report and writes it into a folder, the stack's own where none is named; gives the files. */
export async function writeReport(
  session: Session,
  report: OffboardingReport,
  folder: string | null,
): Promise<readonly string[]> {
  const key = await storedKey(session);
  const signer = {
    publicKey: evidencePublicKey(key, report.epoch),
    sign: (of: typeof report) => signEvidence(key, report.epoch, of),
  };
  const name = `${report.user.slice(1, report.user.indexOf(":")).replace(/[^a-z0-9._-]/g, "_")}-${report.ended.replaceAll(":", "-")}`;
  const path = join(folder ?? join(session.paths.stateFolder, "offboardings"), `${name}.json`);
  await session.files.write(path, signedText(report, signer), 0o600);
  return [path];
}
