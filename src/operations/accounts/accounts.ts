import { Refusal } from "../../errors.ts";
import type { Account, Accounts, NewAccount } from "../../io/synapse/accounts.ts";
import type { UserId } from "../../kinds/names.ts";
import type { Secret } from "../../kinds/secret.ts";

/** Makes an account; one that exists is left alone. */
export async function createAccount(accounts: Accounts, account: NewAccount): Promise<void> {
  const found = await accounts.find(account.user);
  if (found?.state === "deactivated")
    throw new Refusal(`${account.user} was deactivated, and its name cannot be used again`, {
      next: "Choose another name.",
    });
  if (found !== null)
    throw new Refusal(`${account.user} exists already`, {
      next: "To set a new password:  npx chatkeep account reset-password NAME",
    });
  await accounts.make(account);
}

/** A password to be set. */
export interface PasswordReset {
  readonly user: UserId;
  readonly password: Secret;
  readonly signOut: boolean;
}

/** Sets a password. */
export async function resetPassword(accounts: Accounts, { user, password, signOut }: PasswordReset): Promise<void> {
  const account = await existing(accounts, user);
  if (account.state === "deactivated")
    throw new Refusal(`${user} was deactivated and has no password`, {
      next: "Create an account with another name:  npx chatkeep account create NAME",
    });
  await accounts.setPassword(user, password, { signOut });
}

/** Whether an account has to be locked, or unlocked; refused where no person could administer the server afterwards. */
export async function mustSetLocked(accounts: Accounts, user: UserId, locked: boolean): Promise<boolean> {
  const account = await existing(accounts, user);
  return decideLock(account, locked ? await accounts.list() : [], locked);
}

/** The same, decided on all accounts of people. */
export function decideLock(account: Account, people: readonly Account[], locked: boolean): boolean {
  if (account.state === "deactivated")
    throw new Refusal(`${account.user} was deactivated and cannot be used`, {
      next: "No action is needed. To see all accounts:  npx chatkeep account list",
    });
  if ((account.state === "locked") === locked) return false;
  const others = people.some(({ user, admin, state }) => user !== account.user && admin && state === "active");
  if (locked && account.admin && !others)
    throw new Refusal(`${account.user} is the last administrator that is not locked`, {
      next: "Create another administrator first:  npx chatkeep account create NAME --admin",
    });
  return true;
}

async function existing(accounts: Accounts, user: UserId): Promise<Account> {
  const account = await accounts.find(user);
  if (account !== null) return account;
  throw new Refusal(`The account ${user} does not exist`, {
    next: "To see all accounts:  npx chatkeep account list   To create one:  npx chatkeep account create NAME",
  });
}
