import { join } from "node:path";
import { readTemplates } from "../../../io/machine/program-files.ts";
import { evidencePublicKey, signEvidence } from "../../../keys/evidence-key.ts";
import type { MasterKey } from "../../../keys/master-key.ts";
import type { JsonObject } from "../../../kinds/json.ts";
import type { DrillReport } from "../../../operations/backup/drill/report.ts";
import { signedPage } from "../../../operations/evidence/signed-page.ts";
import { readSignedReport, signedText } from "../../../operations/evidence/signed-report.ts";
import { renderDrillReport } from "../../../render/backup/drill-report.ts";
import type { Session } from "../../session.ts";

type Disk = Pick<Session, "files" | "paths">;

/** Signs a report and writes it as JSON and as a page into a folder, the stack's own where none is named; gives the files. */
export async function writeDrillReport(
  session: Disk,
  report: DrillReport,
  folder: string | null,
  master: MasterKey,
): Promise<readonly string[]> {
  const publicKey = evidencePublicKey(master, report.epoch);
  const sign = (of: JsonObject) => signEvidence(master, report.epoch, of);
  const path = join(folder ?? folderOf(session), report.ended.replace(/\.\d+Z$/, "Z").replaceAll(":", "-"));
  const page = renderDrillReport(report, publicKey, readTemplates());
  await session.files.write(`${path}.json`, signedText(report, { publicKey, sign }), 0o600);
  await session.files.write(`${path}.html`, signedPage(page, report.kind, { publicKey, sign }), 0o600);
  return [`${path}.json`, `${path}.html`];
}

/** The newest report of this machine whose signature holds; null where there is none. */
export async function newestDrill(session: Disk): Promise<DrillReport | null> {
  const files = (await session.files.list(folderOf(session))).filter((path) => path.endsWith(".json")).toSorted();
  for (const path of files.toReversed()) {
    const read = readSignedReport<DrillReport>((await session.files.read(path)) ?? "", "chatkeep drill");
    if (read.kind === "signed") return read.report;
  }
  return null;
}

function folderOf({ paths }: Disk): string {
  return join(paths.stateFolder, "drills");
}
