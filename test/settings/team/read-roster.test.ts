import { describe, expect, it } from "vitest";
import { readRoster } from "../../../src/settings/team/read-roster.ts";
import { problemsOf, strictest } from "./read.ts";

const small = `members:
  - id: "@ada:acme.test"
    name: Ada Lovelace
    role: admin
    contacts: [+44 20 7946 0000, 007]
rooms:
  - alias: general
    name: General
`;

describe("a roster", () => {
  it("needs little: what is not written has a default", () => {
    const roster = readRoster(small, "team.yaml", strictest);
    expect(roster.roles).toEqual({ admin: 100, moderator: 50, member: 0 });
    expect(roster.rooms).toEqual([
      {
        ...{ alias: "general", name: "General", topic: null, avatar: null, people: "everyone", join: "invited" },
        ...{ powers: {}, guests: [], encrypted: true, history: "shared", retention: null },
      },
    ]);
    expect(roster.policies).toEqual({ recoveryWithin: 604_800_000, staleDevicesAfter: 2_592_000_000 });
  });

  it("keeps telephone numbers as they were written", () => {
    expect(readRoster(small, "team.yaml", strictest).members[0]?.contacts).toEqual(["+44 20 7946 0000", "007"]);
  });

  it("reports all that is wrong in it at once, each with line and column", () => {
    const bad = small.replace("role: admin", "rolle: admin").replace("alias: general", "alias: '#general:acme.test'");
    expect(problemsOf(bad).map(({ key, line, column }) => [key, line, column])).toEqual([
      ["members", 1, 1],
      ["members[0].rolle", 4, 5],
      ["rooms[0].alias", 7, 12],
    ]);
  });
});
