import { join } from "node:path";
import type { DrillReport } from "../../../operations/backup/drill/report.ts";
import { readSignedReport } from "../../../operations/evidence/signed-report.ts";
import type { Session } from "../../session.ts";

/** Where reports are on this machine. */
export type DrillDisk = Pick<Session, "files" | "paths">;

/** The folder with a stack's reports. */
export function drillFolder({ paths }: DrillDisk): string {
  return join(paths.stateFolder, "drills");
}

/** The newest report of this machine whose signature holds; null where there is none. */
export async function newestDrill(session: DrillDisk): Promise<DrillReport | null> {
  const files = (await session.files.list(drillFolder(session))).filter((path) => path.endsWith(".json")).toSorted();
  for (const path of files.toReversed()) {
    const read = readSignedReport<DrillReport>((await session.files.read(path)) ?? "", "chatkeep drill");
    if (read.kind === "signed") return read.report;
  }
  return null;
}
