import type { StandingRoom } from "../../../../src/io/postgres/standing-rooms.ts";
import type { Account } from "../../../../src/io/synapse/accounts.ts";
import type { ServerName, UserId } from "../../../../src/kinds/names.ts";
import type { MemberFacts } from "../../../../src/operations/recovery/audit/facts.ts";
import type { MemberRecord } from "../../../../src/operations/team/record.ts";
import type { TeamFacts } from "../../../../src/operations/team/status/facts.ts";
import type { RosterMember, RosterRoom } from "../../../../src/settings/team/roster.ts";
import { ago, device, durationOf, now, ready } from "../../recovery/devices/ready-member.ts";

/** The full id of a member of this team. */
export function idOf(name: string): UserId {
  return `@${name}:acme.test` as UserId;
}

/** A member as the roster has them. */
export function member(name: string, more: Partial<RosterMember> = {}): RosterMember {
  const usual = { email: null, role: "member", teams: [], contacts: [], joinsBy: "password" } as const;
  return { id: idOf(name), name: `${name} of Acme`, ...usual, ...more };
}

/** An account of a member. */
export function account(name: string, more: Partial<Account> = {}): Account {
  const usual = { displayName: name, admin: false, state: "active", created: ago("20 days"), lastSeen: null } as const;
  return { user: idOf(name), ...usual, ...more };
}

/** What is remembered of a member who was given a sheet three days ago. */
export function remembered(more: Partial<MemberRecord> = {}): MemberRecord {
  return { since: ago("3 days"), sheet: ago("3 days"), initialPassword: null, tokens: [], offboarded: null, ...more };
}

/** A member who was never seen. */
export function neverSeen(name: string): MemberFacts {
  const none = { devices: [], identity: null, backup: null, lastSeen: null, sessions: { known: 0, backedUp: 0 } };
  const secretStorage = { key: "none", passphrase: false, holdsIdentity: false, holdsBackup: false } as const;
  return { ...ready, user: idOf(name), created: ago("20 days"), ...none, secretStorage };
}

/** A member who has one device, signed in so long ago, and no recovery. */
export function signedIn(name: string, since: string): MemberFacts {
  const one = device("PHONE", { since: ago(since), encryption: "unsigned" });
  return { ...neverSeen(name), devices: [one], lastSeen: ago("1 hour") };
}

/** A member who has one confirmed device, signed in so long ago, and can recover. */
export function readySince(name: string, since: string): MemberFacts {
  return { ...ready, user: idOf(name), created: ago("20 days"), devices: [device("PHONE", { since: ago(since) })] };
}

/** A room that several people are in. */
export function room(id: string, more: Partial<StandingRoom> = {}): StandingRoom {
  const plain = { name: null, aliases: [], space: false, encrypted: true, creator: idOf("ana"), joined: 3 };
  return { room: `!${id}:acme.test`, ...plain, replaced: false, ...more };
}

/** A room as the roster has it. */
function rosterRoom(alias: string): RosterRoom {
  const none = { topic: null, avatar: null, powers: {}, guests: [], retention: null };
  return { alias, name: alias, ...none, people: "everyone", join: "invited", encrypted: true, history: "shared" };
}

/** A server and its roster; nothing is there but what is named. */
export function team(more: Partial<TeamFacts> = {}, members: readonly RosterMember[] = []): TeamFacts {
  const policies = { recoveryWithin: durationOf("14 days"), staleDevicesAfter: durationOf("90 days") };
  const roles = { admin: 100, moderator: 50, member: 0 };
  return {
    stack: "acme",
    serverName: "acme.test" as ServerName,
    now,
    roster: { roles, members, spaces: [], rooms: [rosterRoom("general")], policies, unmanaged: [] },
    record: { version: 1, members: {} },
    accounts: [],
    others: new Set(),
    recovery: new Map(),
    initialPasswords: new Map(),
    seenReady: {},
    rooms: [],
    notices: idOf("_chatkeep-notices"),
    ...more,
  };
}
