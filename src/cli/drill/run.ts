import { drill } from "../../actions/backup/drill/drill.ts";
import type { StackOptions } from "../../actions/session.ts";
import { beginSession } from "../session.ts";
import { showDrill } from "./drill-text.ts";
import { showSchedule } from "./schedule-text.ts";

/** How `drill` is called. */
export interface DrillOptions extends StackOptions {
  readonly archive?: string;
  readonly random: boolean;
  readonly engine?: string;
  readonly out?: string;
  readonly schedule: boolean;
}

/** Brings an archive to life and says what came of it. 3 where something does not hold. */
export async function runDrill(options: DrillOptions): Promise<number> {
  const session = beginSession("drill", options);
  if (options.schedule) {
    session.terminal.result(showSchedule(session));
    return 0;
  }
  const { archive, random, engine = null, out: folder = null } = options;
  const { report, files } = await drill(session, {
    wanted: archive === undefined ? { kind: random ? "random" : "newest" } : { kind: "named", id: archive },
    engine,
    folder,
    beforeCompare: null,
  });
  session.terminal.result(options.json ? JSON.stringify({ ...report, files }) : showDrill(report, files));
  return report.passed ? 0 : 3;
}
