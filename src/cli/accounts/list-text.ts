import { onThisStack, type Session } from "../../actions/session.ts";
import type { Account } from "../../io/synapse/accounts.ts";
import type { RegistrationToken } from "../../io/synapse/registration-tokens.ts";
import { shownCharacters, stateOf } from "../../operations/accounts/tokens.ts";
import { columns } from "../../render/columns.ts";

/** All accounts, a line each: the ID first, since two may have one display name. */
export function showAccounts(accounts: readonly Account[], { stack }: Pick<Session, "stack">): readonly string[] {
  if (accounts.length === 0)
    return [
      "There are no accounts yet.",
      `Create the first one:  ${onThisStack("account create NAME --admin", stack)}`,
    ];
  return columns([
    ["USER", "NAME", "STATE", "ROLE", "MADE", "LAST SEEN"],
    ...accounts.map(({ user, displayName, state, admin, created, lastSeen }) => [
      user,
      displayName ?? "",
      state,
      admin ? "administrator" : "member",
      created.slice(0, 10),
      lastSeen === null ? "never" : lastSeen.slice(0, 10),
    ]),
  ]);
}

/** All registration tokens, a line each; only the beginning of each, unless the whole is asked for. */
export function showTokens(
  tokens: readonly RegistrationToken[],
  { stack, clock }: Pick<Session, "stack" | "clock">,
  reveal: boolean,
): readonly string[] {
  if (tokens.length === 0)
    return ["There are no registration tokens.", `Create one:  ${onThisStack("token create", stack)}`];
  return columns([
    ["TOKEN", "STATE", "USED", "EXPIRES"],
    ...tokens.map((each) => [
      shownToken(each, reveal),
      stateOf(each, clock.now()),
      `${each.used} of ${each.uses ?? "any number"}${each.pending === 0 ? "" : `, ${each.pending} under way`}`,
      each.expires === null ? "never" : `${each.expires.slice(0, 16).replace("T", " ")} UTC`,
    ]),
  ]);
}

/** The beginning of a token, which names it; the whole where it is asked for. */
export function shownToken({ token }: RegistrationToken, reveal: boolean): string {
  return reveal ? token.reveal() : `${token.reveal().slice(0, shownCharacters)}…`;
}
