import { accountId } from "../../../actions/accounts/operate.ts";
import type { StackOptions } from "../../../actions/session.ts";
import { hasUnrecordedErasures } from "../../../actions/stack/bundle/erasures.ts";
import { settledStack } from "../../../actions/stack/settings.ts";
import { planOffboarding } from "../../../actions/team/offboard/offboard.ts";
import { offboard } from "../../../actions/team/offboard/with-report.ts";
import type { DepartureWishes } from "../../../operations/team/offboard/facts.ts";
import { beginSession } from "../../session.ts";
import { agreed, type YesOption } from "../../up/consent.ts";
import { freezeOne } from "./freeze.ts";
import { outcomeLines, planLines, questionFor, unrecordedLines } from "./text.ts";

/** How `team offboard` is called. */
export interface OffboardOptions extends StackOptions, YesOption {
  readonly freezeOnly: boolean;
  readonly redact: boolean;
  readonly deleteMedia: boolean;
  readonly erase: boolean;
  readonly folder?: string;
  readonly dryRun: boolean;
}

/** `team offboard`: 3 where a proof does not hold, or the backups do not know of it yet. */
export async function offboardOne(name: string, options: OffboardOptions): Promise<number> {
  if (options.freezeOnly) return await freezeOne(name, options);
  const session = beginSession("team offboard", options);
  const { terminal } = session;
  const settled = await settledStack(session);
  const user = accountId(name, settled.plan.serverName);
  const wishes = wishesIn(options);
  const planned = await planOffboarding(session, settled, { user, wishes });
  if (options.dryRun) {
    const document = { version: 1, user, steps: planned.steps };
    terminal.result(options.json ? JSON.stringify(document) : planLines(planned).join("\n"));
    return 0;
  }
  if (!options.yes) terminal.note(planLines(planned).join("\n"));
  if (!(await agreed(terminal, options, questionFor(planned, wishes)))) return 1;
  const { report, files } = await offboard(session, settled, { user, wishes, reports: options.folder ?? null });
  const waits = await hasUnrecordedErasures(session, settled.plan);
  const document = { version: 1, report, files, recordedInBackups: !waits };
  const lines = [...outcomeLines(report, files, session), ...unrecordedLines(waits, session)];
  terminal.result(options.json ? JSON.stringify(document) : lines.join("\n"));
  return report.lockedOut && !waits ? 0 : 3;
}

function wishesIn({ redact, deleteMedia, erase }: OffboardOptions): DepartureWishes {
  return { history: redact ? "redact" : "keep", media: deleteMedia ? "delete" : "keep", erase };
}
