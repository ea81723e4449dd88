import type { StandingRoom } from "../../../io/postgres/standing-rooms.ts";
import type { Account } from "../../../io/synapse/accounts.ts";
import type { ServerName, UserId } from "../../../kinds/names.ts";
import type { Roster } from "../../../settings/team/roster.ts";
import type { MemberFacts } from "../../recovery/audit/facts.ts";
import type { TeamRecord } from "../record.ts";
import type { SeenReady } from "./seen-ready.ts";

/** What a team's status is decided on: what was written, what is remembered, and what the server says. */
export interface TeamFacts {
  readonly stack: string;
  readonly serverName: ServerName;
  readonly now: Date;
  readonly roster: Roster;
  readonly record: TeamRecord;
  /** Those of people, deactivated ones too; not the operator's own. */
  readonly accounts: readonly Account[];
  /** Those among them that are guests, bots or accounts of application services. */
  readonly others: ReadonlySet<UserId>;
  /** How each person would recover; people with an account in use alone. */
  readonly recovery: ReadonlyMap<UserId, MemberFacts>;
  /** Whether the initial password is still in use; without those where that cannot be seen. */
  readonly initialPasswords: ReadonlyMap<UserId, boolean>;
  /** When a look at the team first saw that they could recover, as ISO times: the server does not remember when that began. */
  readonly seenReady: SeenReady;
  readonly rooms: readonly StandingRoom[];
  /** Who sends the server's notices, in rooms of its own. */
  readonly notices: UserId;
}
