import { describe, expect, it } from "vitest";
import { rosterFromServer, type ServerSeen } from "../../../../src/actions/team/roster/from-server.ts";
import type { Account } from "../../../../src/io/synapse/accounts.ts";
import type { RoomState } from "../../../../src/io/synapse/rooms.ts";
import type { JsonObject } from "../../../../src/kinds/json.ts";
import type { UserId } from "../../../../src/kinds/names.ts";
import { newRosterText } from "../../../../src/settings/team/edit/new-roster.ts";
import { readRoster } from "../../../../src/settings/team/read-roster.ts";
import { strictest } from "../../../settings/team/read.ts";

const account = (name: string, differing: Partial<Account> = {}): Account => ({
  user: `@${name}:acme.test` as UserId,
  ...{
    displayName: name.toUpperCase(),
    admin: false,
    state: "active",
    created: "2026-01-01T00:00:00Z",
    lastSeen: null,
  },
  ...differing,
});

const event = (type: string, content: JsonObject, key = ""): RoomState => ({
  type,
  key,
  sender: "@_op:acme.test",
  content,
});
const member = (user: string, membership = "join") => event("m.room.member", { membership }, user);

const general: readonly RoomState[] = [
  event("m.room.create", { room_version: "12", additional_creators: ["@ada:acme.test"] }),
  event("m.room.name", { name: "General" }),
  event("m.room.topic", { topic: "News\nof the day" }),
  event("m.room.encryption", { algorithm: "m.megolm.v1.aes-sha2" }),
  event("m.room.join_rules", { join_rule: "restricted", allow: [{ type: "m.room_membership", room_id: "!space" }] }),
  event("m.room.power_levels", { users: { "@bob:acme.test": 50 } }),
  member("@ada:acme.test"),
  member("@bob:acme.test"),
  member("@cy:acme.test"),
  member("@_op:acme.test", "leave"),
];

const seen: ServerSeen = {
  accounts: [
    account("ada", { admin: true }),
    account("bob"),
    account("bot"),
    account("cy", { displayName: null }),
    account("gone", { state: "deactivated" }),
    account("Old!Name"),
    account("_op"),
  ],
  others: new Set(["@bot:acme.test"]),
  rooms: [
    { room: "!general", alias: "#general:acme.test", state: general },
    {
      room: "!space",
      alias: "#acme:acme.test",
      state: [
        event("m.room.create", { room_version: "12", type: "m.space" }),
        event("m.space.child", { via: ["acme.test"] }, "!general"),
        event("m.space.child", {}, "!former"),
        ...["ada", "bob", "cy"].map((name) => member(`@${name}:acme.test`)),
        event("m.room.power_levels", { users: { "@ada:acme.test": 100, "@bob:acme.test": 50 } }),
      ],
    },
    {
      room: "!open",
      alias: "#open:acme.test",
      state: [
        event("m.room.create", { room_version: "10" }),
        event("m.room.join_rules", { join_rule: "knock" }),
        event("m.room.history_visibility", { history_visibility: "world_readable" }),
        event("m.room.power_levels", { users: { "@cy:acme.test": 70 } }),
        member("@cy:acme.test"),
        member("@eve:partner.test"),
      ],
    },
  ],
};

describe("a roster from a server", () => {
  const { notes, ...entries } = rosterFromServer(seen, strictest);

  it("is a roster that says what the server has", () => {
    const open = entries.rooms.find(({ alias }) => alias === "open");
    const roster = readRoster(
      newRosterText({ ...entries, rooms: entries.rooms.filter((room) => room !== open) }),
      "team.yaml",
      strictest,
    );
    expect(roster.members.map(({ id, name, role }) => [id, name, role])).toEqual([
      ["@ada:acme.test", "ADA", "admin"],
      ["@bob:acme.test", "BOB", "moderator"],
      ["@cy:acme.test", "cy", "member"],
    ]);
    expect(roster.spaces.map(({ alias, people, rooms, join }) => [alias, people, rooms, join])).toEqual([
      ["acme", "everyone", ["general"], "invited"],
    ]);
    expect(roster.rooms).toMatchObject([
      {
        alias: "general",
        name: "General",
        topic: "News\nof the day",
        people: "everyone",
        join: "space",
        encrypted: true,
        history: "shared",
      },
    ]);
    expect(roster.unmanaged).toEqual(["@bot:acme.test", "@Old!Name:acme.test"]);
  });

  it("says what it cannot say", () => {
    expect(notes).toEqual([
      "#open: @cy:acme.test has the power level 70; write `powers:` for their role to keep it.",
      "#open: everyone can read its history without joining, which a roster does not offer.",
      "#open: the join rule `knock` becomes `invited`.",
      "#open: @eve:partner.test cannot be written as guests, because this server's federation does not reach them.",
    ]);
  });
});
