import { StackError } from "../../../errors.ts";
import { readTemplates } from "../../../io/machine/program-files.ts";
import { mailServer } from "../../../io/mail/mail-server.ts";
import { passwordFingerprints } from "../../../io/postgres/password-fingerprints.ts";
import { shownCharacters } from "../../../operations/accounts/tokens.ts";
import { markOfInitialPassword } from "../../../operations/team/onboarding/initial-password.ts";
import type { MemberRecord } from "../../../operations/team/record.ts";
import { type KeptRecord, openTeamRecord } from "../../../operations/team/record-file.ts";
import type { Credential, Welcome } from "../../../operations/team/welcome.ts";
import type { Occasion } from "../../../render/team/onboarding/contents.ts";
import type { RosterMember } from "../../../settings/team/roster.ts";
import { storedKey } from "../../recovery/stored-key.ts";
import type { Session } from "../../session.ts";
import { reachEngine } from "../../stack/engine.ts";
import type { Settled } from "../../stack/settings.ts";
import { type Delivered, deliverer } from "./deliver.ts";
import { mailPlaceOf } from "./mail-place.ts";

export type { Delivered } from "./deliver.ts";

/** Where sheets go, and why they are written. */
export interface OnboardingWishes {
  readonly folder: string;
  readonly occasion: Occasion;
}

/** What hands members what they sign in with. */
export interface Onboarding {
  /** The team's record; others who change it do so through this one. */
  readonly record: KeptRecord;
  readonly welcome: Welcome;
  /** What was handed out so far. */
  delivered(): readonly Delivered[];
  /** Ends the connections to the mail server. */
  close(): void;
}

/**
 * Gets everything ready before an account is made; a mail server that does not let this one in is named now. Only under the stack's lock.
 * `welcome` remembers the member first, then writes the sheet or sends it, then remembers that: whose account we made, and who has no
 * sheet and never signed in, gets a new password and a sheet.
 */
export async function openOnboarding(
  session: Session,
  settled: Settled,
  { folder, occasion }: OnboardingWishes,
): Promise<Onboarding> {
  const { plan, settings } = settled;
  const [record, marks, place] = await Promise.all([
    openTeamRecord(session, session.paths.teamRecord),
    marksOfPasswords(session, settled),
    mailPlaceOf(session, settings),
  ]);
  const server = place === null ? null : await mailServer(place);
  await server?.check();
  const mail = server === null || settings.mail === null ? null : { ...settings.mail, server };
  const deliver = deliverer(session, { plan, folder, mail, templates: readTemplates() });
  const delivered: Delivered[] = [];
  return {
    record,
    delivered: () => delivered,
    welcome: async (member, credential) => {
      const now = session.clock.now().toISOString();
      const sheet = occasion === "new member" ? null : (record.now().members[member.id]?.sheet ?? null);
      await record.change(member.id, { sheet, ...(await remembered(record, marks, member, credential)) });
      delivered.push(await deliver(member, { occasion, credential, date: now.slice(0, 10) }));
      await record.change(member.id, { sheet: sheet ?? now }); // a new password gives no more time to set up recovery
    },
    close: () => server?.close(),
  };
}

/** The mark of the password that an account has now. */
type Marks = (user: RosterMember["id"]) => Promise<string>;

async function marksOfPasswords(session: Session, { plan }: Settled): Promise<Marks> {
  const [master, { stack: engine }] = await Promise.all([storedKey(session), reachEngine(session)]);
  const database = engine.database(plan.services.postgres.name);
  return async (user) => {
    const fingerprint = (await passwordFingerprints(database, [user])).get(user);
    if (fingerprint === undefined) throw new StackError(`${user} has no password that a sheet could be written for`);
    return markOfInitialPassword(master, fingerprint);
  };
}

async function remembered(
  record: KeptRecord,
  marks: Marks,
  { id }: RosterMember,
  credential: Credential,
): Promise<Partial<MemberRecord>> {
  if (credential.kind === "password") return { initialPassword: await marks(id) };
  const tokens = record.now().members[id]?.tokens ?? [];
  return { tokens: [...tokens, credential.token.reveal().slice(0, shownCharacters)] };
}
