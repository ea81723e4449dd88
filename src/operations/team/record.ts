import type { UserId } from "../../kinds/names.ts";

/**
 * What is remembered of a team's members because the server cannot tell it: in a file of the state folder. A member in it who is no
 * longer in the roster is one who leaves; an account that is in neither is unknown, and never touched.
 */
export interface TeamRecord {
  readonly version: 1;
  readonly members: Readonly<Record<UserId, MemberRecord>>;
}

/** What is remembered of one member. Times are ISO. */
export interface MemberRecord {
  /** When `team apply` first saw or made the account. */
  readonly since: string;
  /**
   * When `team apply` last began to make the account, or to open it again: written before that, so that a run that is killed before the
   * sheet is known by it. Missing where the account was there before: its password may have been handed out.
   */
  readonly made?: string;
  /** When the sheet with what they sign in with was written or sent; null where none was: the account was there before, or the run was killed. */
  readonly sheet: string | null;
  /** Keyed digest of the password's hash as it was when an initial password was set: the same one later says that it is still in use. */
  readonly initialPassword: string | null;
  /** The beginning of each registration token that they were given, as `token list` shows it. */
  readonly tokens: readonly string[];
  /** When offboarding was finished. */
  readonly offboarded: string | null;
}
