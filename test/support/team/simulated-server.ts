import type { Account } from "../../../src/io/synapse/accounts.ts";
import type { ListedRoom } from "../../../src/io/synapse/rooms.ts";
import type { JsonObject } from "../../../src/kinds/json.ts";
import type { UserId } from "../../../src/kinds/names.ts";
import type { SeenPlace, TeamSeen } from "../../../src/operations/team/apply/seen.ts";
import type { NewPlace, PlaceJoin, TeamStep } from "../../../src/operations/team/apply/steps.ts";
import { joinContent } from "../../../src/operations/team/apply/wanted.ts";
import type { MemberRecord } from "../../../src/operations/team/record.ts";
import type { Roster } from "../../../src/settings/team/roster.ts";

/** The operator of the made-up server. */
export const operator = "@chatkeep:acme.test" as UserId;

type Mutable<Shape> = { -readonly [Key in keyof Shape]: Shape[Key] };

interface Room extends Omit<SeenPlace, "memberships" | "children" | "state" | "powers"> {
  readonly memberships: Map<string, string>;
  readonly children: Set<string>;
  readonly state: Map<string, JsonObject>;
  powers: SeenPlace["powers"];
}

/** A made-up server. What steps do to it is below. */
export class SimulatedServer {
  readonly accounts = new Map<UserId, Mutable<Account>>();
  readonly rooms = new Map<string, Room>();
  readonly aliases = new Map<string, string>();
  /** What each uploaded picture is, by its address. */
  readonly pictures = new Map<string, string>();
  readonly record = new Map<UserId, MemberRecord>();

  /** What a run observes of it. */
  seen(): TeamSeen {
    return {
      accounts: [...this.accounts.values()].map((account) => ({ ...account })),
      places: new Map([...this.aliases.keys()].map((alias) => [alias, structuredClone(this.at(alias))])),
      pictures: new Map(this.pictures),
      rooms: [...this.rooms.values()].map((room) => listed(room)),
      record: { version: 1, members: Object.fromEntries(this.record) },
      operator,
      operatorIn: new Set(
        [...this.rooms.values()].flatMap((each) => (each.memberships.get(operator) === "join" ? [each.room] : [])),
      ),
      validTokens: new Set(),
    };
  }

  /** Does one step as Synapse would, and refuses what Synapse refuses. */
  do<Kind extends TeamStep["kind"]>(step: Extract<TeamStep, { readonly kind: Kind }>, roster: Roster): void {
    const kind: Kind = step.kind;
    effects[kind](step, this, roster);
  }

  at(alias: string): Room {
    const room = this.rooms.get(this.aliases.get(alias) ?? "");
    if (room === undefined) throw new Error(`#${alias} leads nowhere`);
    return room;
  }

  inside(alias: string): Room {
    const room = this.at(alias);
    if (room.memberships.get(operator) !== "join") throw new Error(`The operator is not in #${alias}`);
    return room;
  }

  account(user: UserId): Mutable<Account> {
    const account = this.accounts.get(user);
    if (account === undefined) throw new Error(`${user} has no account`);
    return account;
  }

  remember(user: UserId, changes: Partial<MemberRecord>): void {
    const unknown = { since: now, sheet: null, initialPassword: null, tokens: [], offboarded: null };
    this.record.set(user, { ...(this.record.get(user) ?? unknown), ...changes });
  }
}

const now = "2026-11-30T00:00:00.000Z";

const welcomed: Partial<MemberRecord> = { made: now, sheet: now, initialPassword: "mark" };

const effects: {
  readonly [Kind in TeamStep["kind"]]: (
    step: Extract<TeamStep, { readonly kind: Kind }>,
    server: SimulatedServer,
    roster: Roster,
  ) => void;
} = {
  makeAccount: ({ user, admin }, server, { members }) => {
    if (server.accounts.has(user)) throw new Error(`${user} is there`);
    const displayName = members.find(({ id }) => id === user)?.name ?? null;
    server.accounts.set(user, { user, admin, displayName, state: "active", created: now, lastSeen: null });
    server.remember(user, welcomed);
  },
  renewPassword: ({ user }, server) => server.remember(user, welcomed),
  reactivate: ({ user }, server) => {
    server.account(user).state = "active";
    server.remember(user, { ...welcomed, offboarded: null });
  },
  giveToken: ({ user }, server) => server.remember(user, { tokens: ["aaaaa"], offboarded: null }),
  remember: ({ user }, server) => server.remember(user, {}),
  setName: ({ user, name }, server) => {
    server.account(user).displayName = name;
  },
  makeAdmin: ({ user }, server) => {
    server.account(user).admin = true;
  },
  endAdmin: ({ user }, server) => {
    server.account(user).admin = false;
  },
  offboard: ({ user }, server) => {
    server.account(user).state = "deactivated";
    for (const { memberships } of server.rooms.values()) memberships.set(user, "leave");
    server.remember(user, { offboarded: now });
  },
  forget: ({ user }, server) => server.remember(user, { offboarded: now }),
  freeAlias: ({ alias }, server) => void server.aliases.delete(alias),
  makeSpace: ({ place }, server) => makePlace(place, server),
  makeRoom: ({ place }, server) => makePlace(place, server),
  enter: ({ alias, through }, server) => {
    const { memberships } = server.at(alias);
    if (through === null || memberships.get(through) !== "join") throw new Error(`No way into #${alias}`);
    memberships.set(operator, "join");
  },
  leave: ({ alias }, server) => void server.inside(alias).memberships.set(operator, "leave"),
  leaveOther: ({ room }, server) => void server.rooms.get(room)?.memberships.set(operator, "leave"),
  setState: ({ alias, state }, server) => void server.inside(alias).state.set(state.type, state.content),
  setPicture: ({ alias, picture }, server) => {
    const url = `mxc://acme.test/${server.pictures.size}`;
    server.pictures.set(url, picture.sha256);
    server.inside(alias).state.set("m.room.avatar", { url });
  },
  setJoin: ({ alias, join }, server) => setJoin(server.inside(alias), join, server),
  addToSpace: ({ alias, child }, server) => void server.inside(alias).children.add(server.at(child).room),
  takeFromSpace: ({ alias, room }, server) => void server.inside(alias).children.delete(room),
  join: ({ alias, user }, server) => {
    if (server.account(user).state === "deactivated") throw new Error(`${user} is deactivated`);
    server.inside(alias).memberships.set(user, "join");
  },
  invite: ({ alias, user }, server) => void server.inside(alias).memberships.set(user, "invite"),
  setPowers: ({ alias, powers }, server) => {
    const room = server.inside(alias);
    if (Object.keys(powers).some((user) => room.creators.has(user))) throw new Error("A creator has no level");
    room.powers = { ...room.powers, users: powers };
  },
  remove: ({ alias, user }, server) => {
    const { creators, memberships } = server.inside(alias);
    if (creators.has(user)) throw new Error("A creator cannot be removed");
    memberships.set(user, "leave");
  },
  takeLeave: ({ alias, user }, server) => void server.at(alias).memberships.set(user, "leave"),
};

function makePlace({ alias, space, creators, powers, state, join }: NewPlace, server: SimulatedServer): void {
  if (server.aliases.has(alias)) throw new Error(`#${alias} is there`);
  const room: Room = {
    room: `!${server.rooms.size}`,
    creators: new Set([operator, ...creators]),
    powers: { users: powers, invite: 0 },
    memberships: new Map([[operator, "join"]]),
    children: new Set(),
    state: new Map<string, JsonObject>([["m.room.create", space ? { type: "m.space" } : {}]]),
  };
  for (const { type, content } of state) room.state.set(type, content);
  setJoin(room, join, server);
  server.rooms.set(room.room, room);
  server.aliases.set(alias, room.room);
}

function setJoin({ state }: Room, join: PlaceJoin, server: SimulatedServer): void {
  const content = joinContent(join, (alias) => server.aliases.get(alias) ?? null);
  if (content === null) throw new Error("A space for the join rule is not there");
  state.set("m.room.join_rules", content);
}

function listed({ room, memberships }: Room): ListedRoom {
  const joined = [...memberships.values()].filter((membership) => membership === "join").length;
  return { room, name: null, alias: null, creator: operator, here: joined, joined, version: "12", type: null };
}
