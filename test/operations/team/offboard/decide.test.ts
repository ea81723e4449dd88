import { describe, expect, it } from "vitest";
import { decideOffboard } from "../../../../src/operations/team/offboard/decide.ts";
import type { DepartureFacts, DepartureWishes } from "../../../../src/operations/team/offboard/facts.ts";
import { access, departure, id, none, roomOf } from "./departure.ts";

const keep: DepartureWishes = { history: "keep", media: "keep", erase: false };
const kinds = (facts: DepartureFacts, wishes = keep) => decideOffboard(facts, wishes).map(({ kind }) => kind);

describe("an offboarding", () => {
  it("freezes first, removes from rooms before the account closes, and deactivates last", () => {
    const facts = departure({ rooms: [roomOf("general")], tokens: ["abcde"] });
    expect(kinds(facts)).toEqual(["freeze", "removeFromRoom", "endSessions", "revokeToken", "deactivate", "leave"]);
  });

  it("redacts and deletes before it deactivates, in every room that they ever were in", () => {
    const steps = decideOffboard(departure(), { history: "redact", media: "delete", erase: true });
    expect(steps.map(({ kind }) => kind)).toEqual([
      "freeze",
      "endSessions",
      "redact",
      "deleteMedia",
      "deactivate",
      "leave",
    ]);
    expect(steps[2]).toMatchObject({ rooms: ["!general:acme.test", "!left:acme.test"] });
    expect(steps[4]).toMatchObject({ erase: true });
  });

  it("deactivates after a redaction, which may put a member back into the rooms", () => {
    const account = { state: "deactivated", admin: false, displayName: null } as const;
    const redact: DepartureWishes = { ...keep, history: "redact" };
    expect(kinds(departure({ account, access: none }), redact)).toEqual(["redact", "deactivate", "leave"]);
    expect(kinds(departure({ account, access: { ...none, messages: 0 } }), redact)).toEqual([]);
  });

  it("that was killed goes on where it stopped", () => {
    const frozen = { ...access, locked: true };
    expect(kinds(departure({ access: frozen, account: { state: "locked", admin: false, displayName: null } }))).toEqual(
      ["endSessions", "deactivate", "leave"],
    );
    const closed = { state: "deactivated", admin: false, displayName: null } as const;
    expect(kinds(departure({ account: closed, access: none }))).toEqual([]);
    expect(kinds(departure({ account: closed, access: { ...none, locked: false, actingTokens: 1 } }))).toEqual([
      "freeze",
      "endSessions",
    ]);
    const inRoom = { ...none, rooms: { "!general:acme.test": "join" } };
    expect(kinds(departure({ account: closed, access: inRoom }))).toEqual(["deactivate", "leave"]);
  });
});

describe("a room that a killed run left the operator in", () => {
  const operatorIn = [{ room: "!general:acme.test", alias: "#general:acme.test" }];

  it("is left by the operator, also where nothing else is done in it", () => {
    const left = { kind: "leaveRoom", user: id("ben"), room: "!general:acme.test", title: "#general:acme.test" };
    expect(decideOffboard(departure({ operatorIn }), keep)).toContainEqual(left);
    const closed = { state: "deactivated", admin: false, displayName: null } as const;
    expect(decideOffboard(departure({ account: closed, access: none, operatorIn }), keep)).toEqual([left]);
  });

  it("is left once where they have to be removed from it still", () => {
    const facts = departure({ rooms: [roomOf("general")], operatorIn });
    expect(kinds(facts).filter((kind) => kind === "removeFromRoom" || kind === "leaveRoom")).toEqual([
      "removeFromRoom",
    ]);
  });
});

describe("a room", () => {
  const handOvers = (room: ReturnType<typeof roomOf>, rest: Partial<DepartureFacts> = {}) =>
    decideOffboard(departure({ rooms: [room], ...rest }), keep).filter(({ kind }) => kind === "handOver");

  it("that only they lead goes to an administrator of the server who is in it", () => {
    const people = [
      { user: id("cleo"), power: 50 },
      { user: id("ana"), power: 0 },
    ];
    expect(handOvers(roomOf("lonely", { power: 100, people }))).toEqual([
      {
        kind: "handOver",
        user: id("ben"),
        room: "!lonely:acme.test",
        title: "#lonely:acme.test",
        to: id("ana"),
        way: "make admin",
      },
    ]);
  });

  it("goes to who has most power in it where no administrator is, also of a private conversation", () => {
    const people = [
      { user: id("dora"), power: 0 },
      { user: id("cleo"), power: 50 },
    ];
    expect(handOvers(roomOf("lonely", { power: 100, people, team: false }))).toMatchObject([{ to: id("cleo") }]);
  });

  it("whose only creator leaves is handed over before the freeze, and with Synapse's own means after one", () => {
    const people = [{ user: id("ana"), power: 0 }];
    const room = roomOf("twelve", { version: "12", power: "creator", leading: 100, people });
    expect(kinds(departure({ rooms: [room] })).slice(0, 2)).toEqual(["handOver", "freeze"]);
    expect(handOvers(room)).toMatchObject([{ way: "give 150" }]);
    expect(handOvers(room, { access: { ...access, locked: true } })).toMatchObject([{ way: "make admin" }]);
  });

  it.each([
    ["another member leads", { power: 100 }],
    ["no member of this server stays in", { power: 100, people: [] }],
    ["a person elsewhere leads", { power: 100, people: [{ user: id("cleo"), power: 0 }], ledElsewhere: true }],
    ["they were only invited to", { power: 100, membership: "invite" as const, people: [] }],
    ["they do not lead", { power: 0, people: [{ user: id("cleo"), power: 0 }] }],
  ])("that %s is not handed over", (_, rest) => {
    expect(handOvers(roomOf("general", rest))).toEqual([]);
  });

  it.each([
    ["another member has more power", {}, true],
    ["the operator made it", { power: 100, operatorCreated: true }, true],
    ["no one stands above them", { power: 100 }, false],
    ["they are a creator", { power: "creator" as const, operatorCreated: true }, false],
    ["it is a private conversation", { team: false }, false],
    ["no other member is in it", { people: [], operatorCreated: true }, false],
    ["they are invited", { membership: "invite" as const }, false],
  ])("removes them by the operator where %s: %o %s", (_, rest, removed) => {
    expect(kinds(departure({ rooms: [roomOf("general", rest)] })).includes("removeFromRoom")).toBe(removed);
  });
});
