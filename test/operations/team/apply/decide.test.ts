import { describe, expect, it } from "vitest";
import type { UserId } from "../../../../src/kinds/names.ts";
import { decideTeam } from "../../../../src/operations/team/apply/deciding/decide.ts";
import { refuseUnencrypted } from "../../../../src/operations/team/apply/possible.ts";
import type { MemberRecord } from "../../../../src/operations/team/record.ts";
import { readRoster } from "../../../../src/settings/team/read-roster.ts";
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
