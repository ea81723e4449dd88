import { StackError } from "../../../errors.ts";
import { readTemplates } from "../../../io/machine/program-files.ts";
import type { Database } from "../../../io/postgres/database.ts";
import { passwordFingerprints } from "../../../io/postgres/password-fingerprints.ts";
import type { MasterKey } from "../../../keys/master-key.ts";
import type { UserId } from "../../../kinds/names.ts";
import { shownCharacters } from "../../../operations/accounts/tokens.ts";
import { markOfInitialPassword } from "../../../operations/team/onboarding/initial-password.ts";
import { type KeptRecord, openTeamRecord } from "../../../operations/team/record-file.ts";
import type { Credential, Welcome } from "../../../operations/team/welcome.ts";
import type { Occasion } from "../../../render/team/onboarding/contents.ts";
import { renderOnboardingSheet } from "../../../render/team/onboarding/sheet.ts";
import type { RosterMember } from "../../../settings/team/roster.ts";
import { storedKey } from "../../recovery/stored-key.ts";
import type { Session } from "../../session.ts";
import { reachEngine } from "../../stack/engine.ts";
import type { Settled } from "../../stack/settings.ts";
import { writeMemberSheet } from "./sheet-file.ts";

/** Where sheets go, and why they are written. */
export interface OnboardingWishes {
  readonly folder: string;
  readonly occasion: Occasion;
}

/** How one member got what they sign in with. */
export interface Delivered {
  readonly user: UserId;
  /** Their sheet, which holds the secret. */
  readonly files: readonly string[];
}

/** What hands members what they sign in with. */
export interface Onboarding {
  /** The team's record; others who change it do so through this one. */
  readonly record: KeptRecord;
  readonly welcome: Welcome;
  /** What was handed out so far. */
  delivered(): readonly Delivered[];
}

/**
 * Gets everything ready before an account is made. Only under the stack's lock. `welcome` remembers the member first, then writes the
 * sheet, then remembers the sheet: who is remembered without one, and never signed in, gets a new password and a sheet.
 */
export async function openOnboarding(
  session: Session,
  { plan }: Settled,
  { folder, occasion }: OnboardingWishes,
): Promise<Onboarding> {
  const [record, master, { stack: engine }] = await Promise.all([
    openTeamRecord(session, session.paths.teamRecord),
    storedKey(session),
    reachEngine(session),
  ]);
  const database = engine.database(plan.services.postgres.name);
  const templates = readTemplates();
  const delivered: Delivered[] = [];
  return {
    record,
    delivered: () => delivered,
    welcome: async (member, credential) => {
      const now = session.clock.now().toISOString();
      await remember(record, { database, master }, member, credential);
      const about = { plan, member, occasion, credential, date: now.slice(0, 10) };
      const files = await writeMemberSheet(session, folder, member.id, renderOnboardingSheet(about, templates));
      delivered.push({ user: member.id, files });
      await record.change(member.id, { sheet: now });
    },
  };
}

interface Known {
  readonly database: Pick<Database, "rows">;
  readonly master: MasterKey;
}

async function remember(
  record: KeptRecord,
  { database, master }: Known,
  { id }: RosterMember,
  credential: Credential,
): Promise<void> {
  if (credential.kind === "token") {
    const tokens = record.now().members[id]?.tokens ?? [];
    return record.change(id, { sheet: null, tokens: [...tokens, credential.token.reveal().slice(0, shownCharacters)] });
  }
  const fingerprint = (await passwordFingerprints(database, [id])).get(id);
  if (fingerprint === undefined) throw new StackError(`${id} has no password that a sheet could be written for`);
  await record.change(id, { sheet: null, initialPassword: markOfInitialPassword(master, fingerprint) });
}
