import { StackError } from "../../../errors.ts";
import type { MailServer } from "../../../io/mail/mail-server.ts";
import type { UserId } from "../../../kinds/names.ts";
import { type Delivery, decideDelivery } from "../../../operations/team/onboarding/delivery.ts";
import type { Plan } from "../../../plan/plan.ts";
import type { Templates } from "../../../render/files.ts";
import type { Onboarding } from "../../../render/team/onboarding/contents.ts";
import { renderMemberMail } from "../../../render/team/onboarding/mail.ts";
import { renderOnboardingSheet } from "../../../render/team/onboarding/sheet.ts";
import type { RosterMember } from "../../../settings/team/roster.ts";
import type { Session } from "../../session.ts";
import { writeMemberSheet } from "./sheet-file.ts";

/** How one member got what they sign in with. */
export interface Delivered {
  readonly user: UserId;
  /** Their sheet, which holds the secret; empty where a mail holds it. */
  readonly files: readonly string[];
  readonly mailedTo: string | null;
  /** Why a mail was not sent that should have been; the sheet was written instead. */
  readonly mailProblem: string | null;
}

/** Where everything goes. */
export interface DeliveryWorld {
  readonly plan: Plan;
  readonly templates: Templates;
  readonly folder: string;
  readonly mail: { readonly server: MailServer; readonly sender: string; readonly passwords: boolean } | null;
}

type About = Pick<Onboarding, "occasion" | "credential" | "date">;

/** Writes sheets and sends mails. A mail that is not taken is no reason to stop: the password would be lost, so the sheet is written. */
export function deliverer(
  session: Pick<Session, "files">,
  { plan, templates, folder, mail }: DeliveryWorld,
): (member: RosterMember, about: About) => Promise<Delivered> {
  return async (member, about) => {
    const contents: Onboarding = { ...about, plan, member };
    const decided = decideDelivery(member.email, mail);
    const write = () => writeMemberSheet(session, folder, member.id, renderOnboardingSheet(contents, templates));
    const files = decided.sheet ? await write() : [];
    const problem = mail === null ? null : await sendMail(mail, decided.mail, contents, templates);
    return {
      user: member.id,
      files: problem !== null && !decided.sheet ? await write() : files,
      mailedTo: problem === null ? (decided.mail?.to ?? null) : null,
      mailProblem: problem,
    };
  };
}

/** What went wrong; null where nothing did, or where no mail is wished for. */
async function sendMail(
  { server, sender }: NonNullable<DeliveryWorld["mail"]>,
  wished: Delivery["mail"],
  contents: Onboarding,
  templates: Templates,
): Promise<string | null> {
  if (wished === null) return null;
  const from = { name: `Chat at ${contents.plan.serverName}`, address: sender };
  const to = { name: contents.member.name, address: wished.to };
  try {
    await server.send({ from, to, ...renderMemberMail(contents, wished.holdsSecret, templates) });
    return null;
  } catch (error) {
    if (error instanceof StackError) return error.message;
    throw error;
  }
}
