import type { AccessLeft } from "../../../../src/io/postgres/audit/lockout.ts";
import type { UserId } from "../../../../src/kinds/names.ts";
import type { DepartureFacts, DepartureRoom } from "../../../../src/operations/team/offboard/facts.ts";

export const id = (name: string): UserId => `@${name}:acme.test` as UserId;

/** What the database said of a member with two devices, one with refresh tokens, as recorded from Synapse 1.163.2. */
export const access: AccessLeft = {
  deactivated: false,
  locked: false,
  erased: false,
  password: true,
  accessTokens: 3,
  actingTokens: 0,
  actingAsOthers: 0,
  refreshTokens: 1,
  loginTokens: 0,
  devices: 2,
  pushers: 1,
  addresses: 0,
  keyBackups: 1,
  media: 1,
  rooms: {},
  messages: 5,
};

/** What it says when nothing is left. */
export const none: AccessLeft = {
  ...access,
  deactivated: true,
  locked: true,
  password: false,
  accessTokens: 0,
  refreshTokens: 0,
  devices: 0,
  pushers: 0,
  keyBackups: 0,
};

export function roomOf(alias: string, rest: Partial<DepartureRoom> = {}): DepartureRoom {
  return {
    room: `!${alias}:acme.test`,
    name: alias,
    alias: `#${alias}:acme.test`,
    version: "11",
    team: true,
    encrypted: true,
    membership: "join",
    power: 0,
    leading: 100,
    removing: 50,
    people: [
      { user: id("ana"), power: 100 },
      { user: id("cleo"), power: 0 },
    ],
    elsewhere: 0,
    ledElsewhere: false,
    operatorCreated: false,
    ...rest,
  };
}

export function departure(rest: Partial<DepartureFacts> = {}): DepartureFacts {
  return {
    user: id("ben"),
    account: { state: "active", admin: false, displayName: "Ben" },
    access,
    rooms: [],
    operatorIn: [],
    everIn: ["!general:acme.test", "!left:acme.test"],
    administrators: [id("ana")],
    tokens: [],
    ...rest,
  };
}
