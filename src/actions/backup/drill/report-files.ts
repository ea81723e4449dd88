import { join } from "node:path";
import { readTemplates } from "../../../io/machine/program-files.ts";
import { evidencePublicKey, signEvidence } from "../../../keys/evidence-key.ts";
import type { MasterKey } from "../../../keys/master-key.ts";
import type { JsonObject } from "../../../kinds/json.ts";
import type { DrillReport } from "../../../operations/backup/drill/report.ts";
import { signedPage } from "../../../operations/evidence/signed-page.ts";
import { signedText } from "../../../operations/evidence/signed-report.ts";
import { renderDrillReport } from "../../../render/backup/drill-report.ts";
import { type DrillDisk, drillFolder } from "./newest.ts";

/** Signs a report and writes it as JSON and as a page into a folder, the stack's own where none is named; gives the files. */
export async function writeDrillReport(
  session: DrillDisk,
  report: DrillReport,
  folder: string | null,
  master: MasterKey,
): Promise<readonly string[]> {
  const publicKey = evidencePublicKey(master, report.epoch);
  const sign = (of: JsonObject) => signEvidence(master, report.epoch, of);
  const path = join(folder ?? drillFolder(session), report.ended.replace(/\.\d+Z$/, "Z").replaceAll(":", "-"));
  const page = renderDrillReport(report, publicKey, readTemplates());
  await session.files.write(`${path}.json`, signedText(report, { publicKey, sign }), 0o600);
  await session.files.write(`${path}.html`, signedPage(page, report.kind, { publicKey, sign }), 0o600);
  return [`${path}.json`, `${path}.html`];
}
