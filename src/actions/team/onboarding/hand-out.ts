import { randomBytes } from "node:crypto";
import { Refusal } from "../../../errors.ts";
import type { UserId } from "../../../kinds/names.ts";
import { generatePassword } from "../../../operations/accounts/password.ts";
import { generateToken } from "../../../operations/accounts/tokens.ts";
import { decideReset, decideSheet, type HandOutFacts } from "../../../operations/team/onboarding/hand-out.ts";
import type { Credential } from "../../../operations/team/welcome.ts";
import type { RosterMember } from "../../../settings/team/roster.ts";
import { type Administered, accountId, asOperator, changeAsOperator } from "../../accounts/operate.ts";
import type { Session } from "../../session.ts";
import { type Settled, settledStack } from "../../stack/settings.ts";
import { rosterOf } from "../roster/roster-of.ts";
import type { Delivered } from "./deliver.ts";
import { type Onboarding, openOnboarding } from "./onboarding.ts";

/** Who is to get a sheet, and what that was decided on. */
export interface PreparedHandOut {
  readonly settled: Settled;
  readonly facts: HandOutFacts;
}

/** Finds out about a member of the roster, and changes nothing. */
export async function prepareHandOut(session: Session, name: string): Promise<PreparedHandOut> {
  const settled = await settledStack(session);
  const user = accountId(name, settled.plan.serverName);
  const member = (await rosterOf(session, settled.settings)).members.find(({ id }) => id === user);
  if (member === undefined) throw notInRoster(session, user);
  return { settled, facts: await asOperator(session, settled, (server) => factsOf(server, member)) };
}

async function factsOf({ accounts, devices }: Administered, member: RosterMember): Promise<HandOutFacts> {
  const account = await accounts.find(member.id);
  const sessions = account === null ? null : await devices.list(member.id);
  return { member, account, devices: (sessions ?? []).filter(({ dehydrated }) => !dehydrated).length };
}

/** Gives a member who never signed in a new password or token, and a new sheet. */
export function writeSheetAgain(session: Session, prepared: PreparedHandOut, folder: string): Promise<Delivered> {
  const { settled, facts } = prepared;
  return changeAsOperator(session, { settled, about: { user: facts.member.id } }, async (server) => {
    const renew = decideSheet(await factsOf(server, facts.member)) === "password" ? newPassword : newToken;
    const onboarding = await openOnboarding(session, settled, { folder, occasion: "new member" });
    return handOver(onboarding, facts.member, () => renew(session, server, onboarding, facts.member.id));
  });
}

/** How a password is reset. */
export interface ResetWishes {
  readonly folder: string;
  readonly signOut: boolean;
}

/** Gives a member a new password, on a sheet or by mail. */
export function resetMemberPassword(
  session: Session,
  { settled, facts: { member } }: PreparedHandOut,
  { folder, signOut }: ResetWishes,
): Promise<Delivered> {
  return changeAsOperator(session, { settled, about: { user: member.id, signOut } }, async (server) => {
    decideReset(await factsOf(server, member));
    const occasion = signOut ? "new password, signed out" : "new password";
    const onboarding = await openOnboarding(session, settled, { folder, occasion });
    return handOver(onboarding, member, async () => {
      const password = generatePassword(randomBytes);
      await server.accounts.setPassword(member.id, password, { signOut });
      return { kind: "password", password };
    });
  });
}

async function handOver(
  onboarding: Onboarding,
  member: RosterMember,
  credential: () => Promise<Credential>,
): Promise<Delivered> {
  try {
    await onboarding.welcome(member, await credential());
    const [delivered] = onboarding.delivered();
    if (delivered === undefined) throw new Error("a member was welcomed and got nothing");
    return delivered;
  } finally {
    onboarding.close();
  }
}

/** No session is ended: there is none. */
async function newPassword(_: Session, { accounts }: Administered, __: Onboarding, user: UserId): Promise<Credential> {
  const password = generatePassword(randomBytes);
  await accounts.setPassword(user, password, { signOut: false });
  return { kind: "password", password };
}

/** Tokens that they were given before end: a sheet that was lost lets no one in. */
async function newToken(
  { clock }: Session,
  { tokens }: Administered,
  { record }: Onboarding,
  user: UserId,
): Promise<Credential> {
  const given = record.now().members[user]?.tokens ?? [];
  for (const { token } of await tokens.list())
    if (given.some((beginning) => token.reveal().startsWith(beginning))) await tokens.revoke(token);
  const token = generateToken(randomBytes);
  const expires = new Date(clock.now().getTime() + tokenLifetime).toISOString();
  await tokens.create({ token, uses: 1, expires });
  return { kind: "token", token, expires };
}

const tokenLifetime = 14 * 86_400_000;

function notInRoster({ paths }: Session, user: UserId): Refusal {
  return new Refusal(`${user} is not in the roster ${paths.roster}`, {
    next: "Add them to `members`. For an account that is no member's:  npx chatkeep account reset-password NAME",
  });
}
