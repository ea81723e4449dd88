import { describe, expect, it } from "vitest";
import type { UserId } from "../../../../src/kinds/names.ts";
import { decideTeam } from "../../../../src/operations/team/apply/deciding/decide.ts";
import { countSteps, showSteps } from "../../../../src/operations/team/apply/performing/summary.ts";
import { refuseUnencrypted } from "../../../../src/operations/team/apply/possible.ts";
import type { TeamSeen } from "../../../../src/operations/team/apply/seen.ts";
import type { MemberRecord } from "../../../../src/operations/team/record.ts";
import { readRoster } from "../../../../src/settings/team/read-roster.ts";
import type { Roster } from "../../../../src/settings/team/roster.ts";
import { strictest } from "../../../settings/team/read.ts";
import { SimulatedServer } from "../../../support/team/simulated-server.ts";

const ada = "@ada:acme.test" as UserId;
const before = "2026-11-01T00:00:00.000Z";
const made = "2026-11-02T00:00:00.000Z";
const after = "2026-11-03T00:00:00.000Z";
const kept: MemberRecord = { since: before, sheet: null, initialPassword: null, tokens: [], offboarded: null };
const alone = `members: [{ id: "${ada}", name: Ada, role: admin }]\n`;
const rosterOf = (text: string) => readRoster(text, "team.yaml", strictest);

describe("an account that is there, and what is done about its password", () => {
  const stepsOf = (lastSeen: string | null, record: MemberRecord | null) => {
    const server = new SimulatedServer();
    server.accounts.set(ada, {
      user: ada,
      displayName: "Ada",
      admin: true,
      state: "active",
      created: before,
      lastSeen,
    });
    if (record !== null) server.record.set(ada, record);
    return decideTeam(rosterOf(alone), server.seen()).steps.map(({ kind }) => kind);
  };

  it.each<readonly [string, string | null, MemberRecord | null, readonly string[]]>([
    ["was there before the roster, and was never used", null, null, ["remember"]],
    ["was there before the roster, and is used", after, null, ["remember"]],
    ["was there before, and is remembered", null, kept, []],
    ["was made by a run that was killed before the sheet", null, { ...kept, made }, ["renewPassword"]],
    ["was made, has no sheet, and is used: someone else gave a password", after, { ...kept, made }, []],
    ["was opened again by a run that was killed before the sheet", before, { ...kept, made }, ["renewPassword"]],
    ["was made and has a sheet", null, { ...kept, made, sheet: made }, []],
  ])("where it %s", (_, lastSeen, record, steps) => {
    expect(stepsOf(lastSeen, record)).toEqual(steps);
  });
});

describe("a room's picture", () => {
  const rooms = (avatar: string) => `${alone}rooms: [{ alias: open, name: Open${avatar} }]\n`;
  const [wanted, other] = [rosterOf(rooms(", avatar: pictures/general.png")), rosterOf(rooms(", avatar: moving.gif"))];
  const unsaid = rosterOf(rooms(""));
  const url = "mxc://acme.test/by-hand";

  /** A server with the room, made by a roster without pictures. */
  const server = () => {
    const made = new SimulatedServer();
    for (const step of decideTeam(unsaid, made.seen()).steps) made.do(step, unsaid);
    return made;
  };
  const kindsOf = (roster: Roster, seen: TeamSeen) => decideTeam(roster, seen).steps.map(({ kind }) => kind);
  const set = ["enter", "setPicture", "leave"];

  it("is set while a new room is made, before people come in", () => {
    const kinds = kindsOf(wanted, new SimulatedServer().seen());
    expect(kinds).toEqual(["makeAccount", "makeRoom", "setPicture", "join", "leave"]);
  });

  it("is set where there is none, and then left", () => {
    const there = server();
    expect(kindsOf(wanted, there.seen())).toEqual(set);
    for (const step of decideTeam(wanted, there.seen()).steps) there.do(step, wanted);
    expect(kindsOf(wanted, there.seen())).toEqual([]);
    expect(kindsOf(other, there.seen())).toEqual(set);
  });

  it.each<readonly [string, string | null, readonly string[]]>([
    ["has the same content under another address", wanted.rooms[0]?.avatar?.sha256 ?? "", []],
    ["is another one, set in an app", "another digest", set],
    ["is gone from the server, or on another one", null, set],
  ])("that %s", (_, digest, steps) => {
    const there = server();
    there.at("open").state.set("m.room.avatar", { url });
    if (digest !== null) there.pictures.set(url, digest);
    expect(kindsOf(wanted, there.seen())).toEqual(steps);
  });

  it("stays where the roster says nothing about it, or no more", () => {
    const there = server();
    there.at("open").state.set("m.room.avatar", { url });
    expect(kindsOf(unsaid, there.seen())).toEqual([]);
  });

  it("of which the state is empty, redacted or nonsense is none", () => {
    for (const content of [{}, { url: "" }, { url: 7 }, { url: { url } }] as const) {
      const there = server();
      there.at("open").state.set("m.room.avatar", content);
      expect(kindsOf(wanted, there.seen())).toEqual(set);
      expect(kindsOf(unsaid, there.seen())).toEqual([]);
    }
  });

  it("is shown as a step in words, and counted", () => {
    const { steps } = decideTeam(wanted, server().seen());
    expect(showSteps(steps)).toContain("set the picture of #open: pictures/general.png");
    expect(countSteps(steps)).toContain("pictures to set: 1");
  });
});

describe("a room that is not to be encrypted", () => {
  const room = (encrypted: boolean) => `${alone}rooms: [{ alias: open, name: Open, encrypted: ${encrypted} }]\n`;

  it("is refused where it is new: the server encrypts it", () => {
    const plan = decideTeam(rosterOf(room(false)), new SimulatedServer().seen());
    expect(() => refuseUnencrypted(rosterOf(room(false)), plan)).toThrow("#open is a new room");
    expect(() => refuseUnencrypted(rosterOf(room(true)), plan)).not.toThrow();
  });

  it("stays as it is where it is there", () => {
    expect(() => refuseUnencrypted(rosterOf(room(false)), { steps: [] })).not.toThrow();
  });
});

describe("the operator, whom a killed run left in a room", () => {
  const roster = (alias: string) => rosterOf(`${alone}rooms: [{ alias: ${alias}, name: Room }]\n`);
  const killed = (membership: string) => {
    const server = new SimulatedServer();
    for (const step of decideTeam(roster("first"), server.seen()).steps) server.do(step, roster("first"));
    server.at("first").memberships.set("@chatkeep:acme.test", membership);
    return server;
  };

  it.each([
    ["is in", "join", ["leave"]],
    ["is invited to", "invite", ["enter", "leave"]],
    ["left", "leave", []],
  ])("leaves one of the roster that it %s", (_, membership, kinds) => {
    const { steps } = decideTeam(roster("first"), killed(membership).seen());
    expect(steps.map(({ kind }) => kind)).toEqual(kinds);
  });

  it("leaves one that has left the roster since", () => {
    const { steps } = decideTeam(rosterOf(alone), killed("join").seen());
    expect(steps).toEqual([{ kind: "leaveOther", room: "!0", shown: "!0" }]);
    expect(decideTeam(rosterOf(alone), killed("leave").seen()).steps).toEqual([]);
  });
});
