import { resolve } from "node:path";
import { auditRecovery, refuseOtherFile, writeAudit } from "../../../actions/recovery/audit/audit.ts";
import type { StackOptions } from "../../../actions/session.ts";
import type { RecoveryPolicy } from "../../../operations/recovery/audit/policy.ts";
import { beginSession } from "../../session.ts";
import { showAudit } from "./text.ts";

interface AuditOptions extends StackOptions, RecoveryPolicy {
  readonly html?: string;
}

/** `recovery audit`: 0 where all members meet the policy, 3 where one does not. */
export async function audit({ html, readyWithin, staleAfter, ...options }: AuditOptions): Promise<number> {
  const session = beginSession("recovery audit", options);
  const file = html === undefined ? null : resolve(html);
  if (file !== null) await refuseOtherFile(session, file);
  const report = await auditRecovery(session, { readyWithin, staleAfter });
  if (file !== null) await writeAudit(session, file, report);
  session.terminal.result(options.json ? JSON.stringify(report) : showAudit(report).join("\n"));
  if (file !== null) session.terminal.note(`The page is in ${file}`);
  return report.met ? 0 : 3;
}
