import { type Erasure, erasuresText, readErasures } from "../../../operations/backup/erasures.ts";
import type { Journal } from "../../../operations/journal/journal.ts";
import { openTeamRecord } from "../../../operations/team/record-file.ts";
import { asOperator } from "../../accounts/operate.ts";
import type { Session } from "../../session.ts";
import { settledStack } from "../../stack/settings.ts";
import { offboardAndReport } from "../../team/offboard/with-report.ts";

type Disk = Pick<Session, "files" | "paths">;

/**
 * Remembers who must be offboarded again after a restore, before it begins: whichever `up` starts a server on what came back does it, also where the
 * restore itself was killed.
 */
export async function rememberErasures({ files, paths }: Disk, erasures: readonly Erasure[]): Promise<void> {
  if (erasures.length === 0) return;
  await files.write(paths.erasuresToRepeat, erasuresText({ version: 1, erasures, recorded: true }), 0o600);
}

/** Forgets them, where the data of before is back. */
export async function forgetErasures({ files, paths }: Disk): Promise<void> {
  await files.remove(paths.erasuresToRepeat);
}

/** Offboards again, as it was done then, the members that a restore brought back. Those that the archive does not know need nothing. */
export async function repeatErasures(session: Session, journal: Journal): Promise<void> {
  const { erasures } = await readErasures(session.files, session.paths.erasuresToRepeat);
  if (erasures.length === 0) return;
  const settled = await settledStack(session);
  const record = await openTeamRecord(session, session.paths.teamRecord);
  await asOperator(session, settled, async (server) => {
    const known = new Set((await server.accounts.list()).map(({ user }) => user));
    for (const { user, at: _, ...wishes } of erasures.filter((each) => known.has(each.user)))
      await offboardAndReport({ session, settled, server, journal, record }, { user, wishes, reports: null });
  });
  await forgetErasures(session);
}
