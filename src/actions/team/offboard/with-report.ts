import { type KeptRecord, openTeamRecord } from "../../../operations/team/record-file.ts";
import { asOperator } from "../../accounts/operate.ts";
import type { Session } from "../../session.ts";
import type { Settled } from "../../stack/settings.ts";
import { withLock } from "../../stack/with-lock.ts";
import { type Held, type Offboarded, type OffboardRequest, offboardMember } from "./offboard.ts";
import { writeReport } from "./report-files.ts";

/** An offboarding, and the folder for its report; the stack's own where it is null. */
export interface ReportedRequest extends OffboardRequest {
  readonly reports: string | null;
}

/** What it did, and where its signed report is. */
export interface Reported extends Offboarded {
  readonly files: readonly string[];
}

/** Takes all access from a member under the stack's lock, and proves it. What was agreed to is decided again there. */
export function offboard(session: Session, settled: Settled, request: ReportedRequest): Promise<Reported> {
  return withLock(session, async (_, journal) => {
    const record = await openTeamRecord(session, session.paths.teamRecord);
    return await asOperator(session, settled, (server) =>
      offboardAndReport({ session, settled, server, journal, record }, request),
    );
  });
}

/** The same by a command that has the stack's lock already. Until the report is written, the next run has something to do. */
export async function offboardAndReport(
  held: Held & { readonly record: KeptRecord },
  request: ReportedRequest,
): Promise<Reported> {
  const { session, record } = held;
  const offboarded = await offboardMember(held, request);
  const { lockedOut, ended } = offboarded.report;
  const files = await reportOrSay(session, offboarded, request);
  if (lockedOut) await record.change(request.user, { offboarded: ended });
  return { ...offboarded, files };
}

/** Who reads that a disk is full has to know what became of the member. */
async function reportOrSay(
  session: Session,
  { report, proofs }: Offboarded,
  { user, reports }: ReportedRequest,
): Promise<readonly string[]> {
  try {
    return await writeReport(session, report, reports);
  } catch (error) {
    const holding = proofs.filter(({ holds }) => holds).length;
    session.terminal.note(
      `${user} was offboarded, and ${holding} of ${proofs.length} proofs hold. Only the report could not be written: run the same command again, which writes it.`,
    );
    throw error;
  }
}
