import { join } from "node:path";
import { readTemplates } from "../../../io/machine/program-files.ts";
import { evidencePublicKey, signEvidence } from "../../../keys/evidence-key.ts";
import type { JsonObject } from "../../../kinds/json.ts";
import { signedPage } from "../../../operations/evidence/signed-page.ts";
import { signedText } from "../../../operations/evidence/signed-report.ts";
import type { OffboardingReport } from "../../../operations/team/offboard/report.ts";
import { renderReport } from "../../../render/team/offboard/report.ts";
import { storedKey } from "../../recovery/stored-key.ts";
import type { Session } from "../../session.ts";

/** Signs a report and writes it as JSON and as a page into a folder, the stack's own where none is named; gives the files. */
export async function writeReport(
  session: Session,
  report: OffboardingReport,
  folder: string | null,
): Promise<readonly string[]> {
  const key = await storedKey(session);
  const publicKey = evidencePublicKey(key, report.epoch);
  const sign = (of: JsonObject) => signEvidence(key, report.epoch, of);
  const path = join(folder ?? join(session.paths.stateFolder, "offboardings"), nameOf(report));
  const page = renderReport(report, publicKey, readTemplates());
  await session.files.write(`${path}.json`, signedText(report, { publicKey, sign }), 0o600);
  await session.files.write(`${path}.html`, signedPage(page, report.kind, { publicKey, sign }), 0o600);
  return [`${path}.json`, `${path}.html`];
}

/** Local parts may hold what no file name should. */
function nameOf({ user, ended }: OffboardingReport): string {
  const name = user.slice(1, user.indexOf(":")).replace(/[^a-z0-9._-]/g, "_");
  return `${name}-${ended.replace(/\.\d+Z$/, "Z").replaceAll(":", "-")}`;
}
