import { Refusal } from "../../../errors.ts";
import { readTemplates } from "../../../io/machine/program-files.ts";
import { auditPage } from "../../../operations/recovery/audit/page.ts";
import { judge, type RecoveryPolicy } from "../../../operations/recovery/audit/policy.ts";
import {
  type AuditedMember,
  type AuditReport,
  auditedMember,
  auditReport,
  sessionsOfLast,
} from "../../../operations/recovery/audit/report.ts";
import { auditPageMark, renderAudit } from "../../../render/recovery/audit.ts";
import type { Session } from "../../session.ts";
import { settledStack } from "../../stack/settings.ts";
import { withProgress } from "../../terminal.ts";
import { readMembers } from "./read.ts";

/** How often the line of progress says how many members were judged. */
const progressEvery = 1_000;

/** Judges every member by the policy. */
export async function auditRecovery(session: Session, policy: RecoveryPolicy): Promise<AuditReport> {
  const settled = await settledStack(session);
  const now = session.clock.now();
  const members: AuditedMember[] = [];
  const leftOut = await withProgress(session.terminal, "asking the server about its members", (line) =>
    readMembers(session, settled, {
      since: new Date(now.getTime() - sessionsOfLast),
      take: (facts) => {
        members.push(auditedMember(judge(facts, policy, now)));
        if (members.length % progressEvery === 0) line.say(`judged ${members.length} members`);
      },
    }),
  );
  return auditReport({ stack: session.stack, serverName: settled.plan.serverName, now, policy, leftOut, members });
}

/** Refused where a file is there that is no earlier report. */
export async function refuseOtherFile({ files }: Session, path: string): Promise<void> {
  const text = await files.read(path);
  if (text === null || text.startsWith(auditPageMark)) return;
  throw new Refusal(`${path} is there already and is no report of an earlier audit`, {
    next: "Name another file:  --html FILE",
  });
}

/** Writes the report as a page, for its owner alone: it names members. */
export async function writeAudit({ files }: Session, path: string, report: AuditReport): Promise<void> {
  await files.write(path, renderAudit(auditPage(report), readTemplates()), 0o600);
}
