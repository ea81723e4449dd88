import type { AccessLeft } from "../../../io/postgres/audit/lockout.ts";
import type { SessionAnswer } from "../../../io/synapse/acting.ts";
import type { DepartureWishes } from "./facts.ts";
import type { OffboardStep } from "./steps.ts";

/** One thing that must hold of a member who is locked out, as the server was asked afterwards. */
export interface Proof {
  readonly id: ProofId;
  /** What is claimed, as a sentence. */
  readonly claim: string;
  readonly holds: boolean;
  /** What was found. */
  readonly found: string;
  /** The step that makes it hold. */
  readonly guards: OffboardStep["kind"];
}

/** The proofs, in the order of a report. */
export type ProofId =
  | "locked"
  | "deactivated"
  | "password"
  | "access tokens"
  | "refresh tokens"
  | "login tokens"
  | "acting sessions"
  | "devices"
  | "notifications"
  | "rooms"
  | "leaders"
  | "registration tokens"
  | "key backup"
  | "probe"
  | "messages"
  | "files"
  | "erased";

/** What the server was asked for the proofs. */
export interface LockoutFacts {
  readonly access: AccessLeft;
  /** How the session that worked before is answered; null where none could be opened, as the account was closed already. */
  readonly probe: ProbeFacts | null;
  /** Beginnings of registration tokens of theirs that are still there. */
  readonly tokens: readonly string[];
  /** Rooms that were handed over and that their new leader cannot lead. */
  readonly unled: readonly string[];
  readonly wishes: DepartureWishes;
}

/** What became of a session that was opened as the member before the freeze. */
export interface ProbeFacts {
  /** How it was answered at first: `locked` where an earlier run had frozen the account. */
  readonly before: SessionAnswer;
  readonly after: SessionAnswer;
  /** For how long it was asked again, because Synapse may remember a session for a while. */
  readonly waitedSeconds: number;
}

/** Judges what was found. What was not wished for is not claimed. */
export function judgeLockout(facts: LockoutFacts): readonly Proof[] {
  const { access, probe, tokens, unled, wishes } = facts;
  const { password, accessTokens, refreshTokens, loginTokens, actingTokens, devices, pushers, rooms } = access;
  const none = (id: ProofId, what: string, count: number, guards: Proof["guards"]): Proof => ({
    id,
    claim: `There is no ${what}`,
    holds: count === 0,
    found: count === 0 ? "none" : `${count}`,
    guards,
  });
  const proofs: readonly Proof[] = [
    yes("locked", "The account is locked", access.locked, "freeze"),
    yes("deactivated", "The account is deactivated", access.deactivated, "deactivate"),
    none("password", "hash of a password", Number(password), "deactivate"),
    none("access tokens", "access token", accessTokens, "endSessions"),
    none("refresh tokens", "refresh token", refreshTokens, "endSessions"),
    none("login tokens", "login token", loginTokens, "endSessions"),
    none("acting sessions", "session in which an administrator acts as the member", actingTokens, "endSessions"),
    none("devices", "device", devices, "endSessions"),
    none("notifications", "device or address that gets notifications", pushers, "endSessions"),
    none("rooms", "room that the member is in, is invited to or knocks at", Object.keys(rooms).length, "leave"),
    none("leaders", "room without a leader that was handed over", unled.length, "handOver"),
    none("registration tokens", "registration token that the member made or was given", tokens.length, "revokeToken"),
    none("key backup", "key backup", access.keyBackups, "deactivate"),
    ...(probe === null ? [] : [judgeProbe(probe)]),
  ];
  return [
    ...proofs,
    ...(wishes.history === "redact"
      ? [none("messages", "message of theirs that was not redacted", access.messages, "redact")]
      : []),
    ...(wishes.media === "delete" ? [none("files", "file that they uploaded", access.media, "deleteMedia")] : []),
    ...(wishes.erase ? [yes("erased", "Newcomers are not shown their messages", access.erased, "deactivate")] : []),
  ];
}

function yes(id: ProofId, claim: string, holds: boolean, guards: Proof["guards"]): Proof {
  return { id, claim, holds, found: holds ? "yes" : "no", guards };
}

function judgeProbe({ before, after, waitedSeconds }: ProbeFacts): Proof {
  const first = before === "accepted" ? "worked before the freeze" : "was that of a frozen account";
  return {
    id: "probe",
    claim: `A session that ${first} is refused`,
    holds: after === "unknown" || after === "locked",
    found: after === "accepted" ? `accepted, also after ${waitedSeconds} seconds` : `refused (${codes[after]})`,
    guards: "freeze",
  };
}

const codes = { locked: "M_USER_LOCKED", unknown: "M_UNKNOWN_TOKEN" } as const;
