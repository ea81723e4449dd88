import { describe, expect, it } from "vitest";
import { teamStatus } from "../../../../src/operations/team/status/report.ts";
import { ago } from "../../recovery/devices/ready-member.ts";
import { account, idOf, member, neverSeen, readySince, remembered, room, signedIn, team } from "./made-up-team.ts";

const three = [member("ana", { role: "admin" }), member("ben"), member("cleo")];
const accounts = three.map(({ id }) => account(id.slice(1, id.indexOf(":"))));

describe("the status of a team", () => {
  const facts = team(
    {
      accounts,
      record: {
        version: 1,
        members: { [idOf("ana")]: remembered(), [idOf("cleo")]: remembered({ sheet: ago("15 days") }) },
      },
      recovery: new Map([
        [idOf("ana"), readySince("ana", "2 days")],
        [idOf("ben"), { ...signedIn("ben", "2 days"), created: ago("2 days") }],
        [idOf("cleo"), neverSeen("cleo")],
      ]),
      initialPasswords: new Map([
        [idOf("ana"), false],
        [idOf("ben"), true],
        [idOf("cleo"), true],
      ]),
    },
    three,
  );

  it("has every member of the roster, in its order", () => {
    expect(teamStatus(facts).members.map(({ user, stage, password }) => [user, stage, password])).toEqual([
      [idOf("ana"), "ready", "changed"],
      [idOf("ben"), "signedIn", "initial"],
      [idOf("cleo"), "invited", "initial"],
    ]);
  });

  it("counts, and says whether the policies are met", () => {
    const { met, totals } = teamStatus(facts);
    expect(met).toBe(false);
    // Ben's device is not confirmed, and Cleo's time is over. Who never signed in cannot have changed a password.
    expect(totals).toEqual({ members: 3, ready: 1, breaching: 2, initialPasswords: 1 });
    expect(teamStatus({ ...facts, roster: { ...facts.roster, members: three.slice(0, 1) } }).met).toBe(true);
  });

  it("does not take a password for changed that nothing is remembered of", () => {
    expect(teamStatus({ ...facts, initialPasswords: new Map() }).members[1]?.password).toBe("unknown");
  });
});

describe("accounts beside the roster", () => {
  const others = ["dan", "bot", "eve", "fay", "gone"].map((name) => account(name));
  const facts = team(
    {
      accounts: [
        ...accounts,
        ...others.map((each) => (each.user === idOf("gone") ? { ...each, state: "deactivated" as const } : each)),
        account("_chatkeep-notices"),
      ],
      others: new Set([idOf("bot")]),
      record: {
        version: 1,
        members: { [idOf("eve")]: remembered(), [idOf("fay")]: remembered({ offboarded: ago("1 day") }) },
      },
    },
    three,
  );
  const status = teamStatus({ ...facts, roster: { ...facts.roster, unmanaged: [idOf("dan")] } });

  it("are leaving where they were members, and unknown where nothing is known of them", () => {
    expect(status.leaving.map(({ user }) => user)).toEqual([idOf("eve")]);
    expect(teamStatus(facts).unknownAccounts.map(({ user }) => user)).toEqual([idOf("dan"), idOf("fay")]);
  });

  it("are neither where they are unmanaged, bots, deactivated, or send notices", () => {
    // Fay was offboarded, and her account is open again: an administrator reactivated it by hand.
    expect(status.unknownAccounts.map(({ user }) => user)).toEqual([idOf("fay")]);
  });

  it("miss no policy: they are reported", () => {
    expect(status.met).toBe(true);
  });
});

describe("rooms beside the roster", () => {
  const rooms = [
    room("general", { name: "Anything", aliases: ["#general:acme.test", "#all:acme.test"] }),
    room("lunch", { name: "Lunch" }),
    room("aliased", { aliases: ["#quiet:acme.test"] }),
    room("space", { name: "Theirs", space: true }),
    room("talk"),
    room("old", { name: "General", replaced: true }),
    room("empty", { name: "Empty", joined: 0 }),
    room("canary", { name: "Canary", creator: idOf("chatkeep-canary") }),
    room("notices", { name: "Server notices", creator: idOf("_chatkeep-notices") }),
  ];

  it("are named where members named them; conversations are counted", () => {
    const { unknown, conversations, missing } = teamStatus(team({ rooms })).rooms;
    expect(unknown.map((each) => each.room)).toEqual(["!lunch:acme.test", "!aliased:acme.test", "!space:acme.test"]);
    expect([conversations, missing]).toEqual([1, []]);
  });

  it("leave out what the roster has, by its alias and not by its name", () => {
    const { unknown, missing } = teamStatus(team({ rooms: [room("general", { name: "general" })] })).rooms;
    expect([unknown.length, missing]).toEqual([1, ["#general:acme.test"]]);
  });
});
