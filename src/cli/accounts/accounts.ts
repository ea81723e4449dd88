import { accountId, asOperator, changeAsOperator } from "../../actions/accounts/operate.ts";
import { onThisStack, type Session, type StackOptions } from "../../actions/session.ts";
import { settledStack } from "../../actions/stack/settings.ts";
import { createAccount, mustSetLocked, resetPassword } from "../../operations/accounts/accounts.ts";
import { beginSession } from "../session.ts";
import { agreed, type YesOption } from "../up/consent.ts";
import { showAccounts } from "./list-text.ts";
import { type NewPassword, newPassword, type PasswordOptions } from "./new-password.ts";

/** How `account create` is called. */
export interface CreateOptions extends StackOptions, PasswordOptions {
  readonly displayName: string | undefined;
  readonly admin: boolean;
}

/** Makes an account. */
export async function createOne(name: string, options: CreateOptions): Promise<number> {
  const session = beginSession("account create", options);
  const settled = await settledStack(session);
  const user = accountId(name, settled.plan.serverName);
  const made = await newPassword(session.terminal, options);
  const { admin } = options;
  const account = { user, displayName: options.displayName ?? null, admin, password: made.password };
  await changeAsOperator(session, { settled, about: { user, admin } }, ({ accounts }) =>
    createAccount(accounts, account),
  );
  tell(session, options, { user, admin, ...shownPassword(made) }, [
    admin ? `The account ${user} was created. It is an administrator.` : `The account ${user} was created.`,
    ...passwordLines(made),
    `Sign in at ${settled.plan.baseUrl}`,
  ]);
  return 0;
}

/** Lists the accounts of people. */
export async function listAll(options: StackOptions): Promise<number> {
  const session = beginSession("account list", options);
  const settled = await settledStack(session);
  const all = await asOperator(session, settled, ({ accounts }) => accounts.list());
  tell(session, options, { accounts: all }, showAccounts(all, session));
  return 0;
}

/** How `account reset-password` is called. */
export interface ResetOptions extends StackOptions, PasswordOptions, YesOption {
  readonly signOut: boolean;
}

/** Gives an account a new password. */
export async function resetOne(name: string, options: ResetOptions): Promise<number> {
  const session = beginSession("account reset-password", options);
  const settled = await settledStack(session);
  const user = accountId(name, settled.plan.serverName);
  const { signOut } = options;
  const loss = `Sign out all devices of ${user}? Afterwards, old encrypted messages can be read only with the member's recovery key.`;
  if (signOut && !(await agreed(session.terminal, options, loss))) return 1;
  const made = await newPassword(session.terminal, options);
  await changeAsOperator(session, { settled, about: { user, signOut } }, ({ accounts }) =>
    resetPassword(accounts, { user, password: made.password, signOut }),
  );
  const devices = signOut ? "All its devices are signed out." : "Its devices stay signed in.";
  tell(session, options, { user, signedOut: signOut, ...shownPassword(made) }, [
    `${user} has a new password. ${devices}`,
    ...passwordLines(made),
  ]);
  return 0;
}

/** How `account lock` and `account unlock` are called. */
export type LockOptions = StackOptions & YesOption;

/** Locks an account. */
export function lockOne(name: string, options: LockOptions): Promise<number> {
  return setOneLocked(name, options, true);
}

/** Unlocks an account. */
export function unlockOne(name: string, options: LockOptions): Promise<number> {
  return setOneLocked(name, options, false);
}

async function setOneLocked(name: string, options: LockOptions, locked: boolean): Promise<number> {
  const word = locked ? "lock" : "unlock";
  const session = beginSession(`account ${word}`, options);
  const settled = await settledStack(session);
  const user = accountId(name, settled.plan.serverName);
  const must = await asOperator(session, settled, ({ accounts }) => mustSetLocked(accounts, user, locked));
  const question = `Lock ${user}? Until you unlock it, the account cannot sign in, send or read. Its devices and keys stay.`;
  if (must && locked && !(await agreed(session.terminal, options, question))) return 1;
  if (must) {
    await changeAsOperator(session, { settled, about: { user } }, async ({ accounts }) => {
      if (await mustSetLocked(accounts, user, locked)) await accounts.setLocked(user, locked);
    });
  }
  tell(session, options, { user, locked, changed: must }, [
    must ? doneLine(session, user, locked) : `${user} is ${word}ed already.`,
  ]);
  return 0;
}

function doneLine({ stack }: Session, user: string, locked: boolean): string {
  if (!locked) return `${user} is unlocked. Its devices work again.`;
  return `${user} is locked. To undo it:  ${onThisStack(`account unlock ${user}`, stack)}`;
}

function tell(session: Session, { json }: StackOptions, found: object, lines: readonly string[]): void {
  session.terminal.result(json ? JSON.stringify({ version: 1, ...found }) : lines.join("\n"));
}

/** A generated password is shown this once: nothing keeps it. */
function passwordLines({ password, generated }: NewPassword): readonly string[] {
  return generated ? [`Its password, which is shown only now:  ${password.reveal()}`] : [];
}

function shownPassword({ password, generated }: NewPassword): { readonly password?: string } {
  return generated ? { password: password.reveal() } : {};
}
