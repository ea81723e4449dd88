import { Refusal } from "../../../errors.ts";
import type { Account } from "../../../io/synapse/accounts.ts";
import type { RosterMember } from "../../../settings/team/roster.ts";

/** What the server knows of a member who is to get a sheet. */
export interface HandOutFacts {
  readonly member: RosterMember;
  /** null where there is none. */
  readonly account: Account | null;
  /** Sessions of their own. */
  readonly devices: number;
}

/** What a member who never signed in gets again: a password where there is an account, a token where they make it themselves. */
export function decideSheet({ member, account, devices }: HandOutFacts): "password" | "token" {
  if (account === null) {
    if (member.joinsBy === "token") return "token";
    throw noAccount(member);
  }
  refuseClosed(account);
  if (devices === 0) return "password";
  throw new Refusal(`${member.id} has signed in already: a sheet is for the first time`, {
    next: "If they forgot their password:  npx chatkeep team reset-password MEMBER",
  });
}

/** Refuses where a password cannot be set. */
export function decideReset({ member, account }: HandOutFacts): void {
  if (account === null) throw noAccount(member);
  refuseClosed(account);
}

/** What a new password does, and what it does not, in the order of what is asked first. */
export function costOfReset({ devices }: HandOutFacts, signOut: boolean): readonly string[] {
  const theirs = devices === 1 ? "Their device" : `Their ${devices} devices`;
  const stay = `${theirs} ${devices === 1 ? "stays" : "stay"} signed in and ${devices === 1 ? "keeps" : "keep"} all messages.`;
  const lost = `${theirs} ${devices === 1 ? "is" : "are"} signed out. Without their recovery key they cannot read their older encrypted messages again: ask whether they have it.`;
  const none = "They are signed in on no device, so there is nothing to sign out.";
  return [
    devices === 0 ? none : signOut ? lost : stay,
    "Their recovery key stays the same. A new password does not replace it.",
    "Their old password is not valid any more. The new one is on a sheet; they choose one of their own at /password.",
    ...(signOut || devices === 0
      ? []
      : ["If another person knows the old password or has a device of theirs, add --sign-out."]),
  ];
}

function noAccount({ id }: RosterMember): Refusal {
  return new Refusal(`${id} has no account yet`, {
    next: "Apply the roster, which makes it and writes the sheet:  npx chatkeep team apply",
  });
}

function refuseClosed({ user, state }: Account): void {
  if (state === "active") return;
  if (state === "locked")
    throw new Refusal(`${user} is locked, and cannot sign in`, {
      next: "Unlock it first:  npx chatkeep account unlock NAME",
    });
  throw new Refusal(`${user} was deactivated and has no password`, {
    next: "Its keys are gone for good. To open it again:  npx chatkeep team apply --reactivate MEMBER",
  });
}
