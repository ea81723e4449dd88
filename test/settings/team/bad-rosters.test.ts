import { describe, expect, it } from "vitest";
import { describeProblem } from "../../../src/errors.ts";
import { badRosters } from "./bad/all.ts";
import { inRoom, members } from "./bad/case.ts";
import { problemsOf, strictest } from "./read.ts";

/** A roster with a mistake in each line that says so. */
const whole = `roles:
  Boss: 100 # wrong
  admin: 90 # wrong
members:
  - id: "@ada:acme.test"
    name: Ada
    role: admin
    rolle: x # wrong
  - id: Bob # wrong
    name: "B\\u202eob" # wrong
    email: bob # wrong
    role: chief # wrong
    teams: [Ops, ops] # wrong
    joinsBy: token # wrong
  - id: @cy:acme.test # wrong
    name: *name # wrong
    email: [a] # wrong
  - id: "@ada:acme.test" # wrong
    name: Аda # wrong
spaces:
  - alias: a
    name: A
    rooms: [a] # wrong
rooms:
  - alias: two words # wrong
    name: ""  # wrong
    history: all # wrong
  - alias: design
    name: Design
    people: {} # wrong
    avatar: none.png # wrong
    powers:
      member: 101 # wrong
    retention: 30 days # wrong
    guests: ["@eve:partner.test"] # wrong
policies:
  createRooms: admin # wrong
unmanaged:
  - bot # wrong
`;

/** Lists in which one item cannot be read and others are wrong for another reason. */
const lists = `roles:
  lead: 500 # wrong
members:
  - id: "@ada:acme.test"
    name: Ada
    role: admin
    teams:
      - Design
      - "Oрs" # wrong
      - Design # wrong
      - design # wrong
  - { id: "@ben:acme.test", name: Ben, role: lead }
spaces:
  - alias: top
    name: Top
    rooms:
      - two words # wrong
      - nowhere # wrong
      - top # wrong
      - general
rooms:
  - alias: general
    name: General
    people:
      teams: [Design]
      members:
        - ada # wrong
        - "@eve:acme.test" # wrong
        - "@ada:acme.test"
        - "@ada:acme.test" # wrong
    powers:
      member: 101 # wrong
      chief: 50 # wrong
    guests:
      - eve # wrong
      - "@eve:partner.test" # wrong
unmanaged:
  - bot # wrong
  - "@ada:acme.test" # wrong
`;

describe("rosters that are wrong", () => {
  it("come in many kinds", () => {
    expect(badRosters.length).toBeGreaterThanOrEqual(150);
    expect(new Set(badRosters.map(({ text }) => text)).size).toBe(badRosters.length);
    expect(problemsOf(inRoom("topic: News"))).toEqual([]);
    expect(problemsOf(members('  - { id: "@eve:acme.test", name: Eve }'))).toEqual([]);
  });

  it("let everyone of the server in only while no other server's people could follow", () => {
    const everyone = inRoom("join: server");
    expect(problemsOf(everyone)).toEqual([]);
    const open = problemsOf(everyone, { ...strictest, federation: { mode: "open" } });
    expect(open).toEqual([expect.objectContaining({ key: "rooms[0].join" })]);
  });

  it.each([
    ["that of each field", whole],
    ["that of each item of a list, whatever is wrong with another", lists],
  ])("say everything at once, each with its line and column, in the order of the file: %s", (_, text) => {
    const bad = text.split("\n").flatMap((line, index) => (line.includes("# wrong") ? [index + 1] : []));
    const problems = problemsOf(text);
    expect(problems.map(({ line }) => line)).toEqual(bad);
    expect(problems.filter(({ column }) => column === undefined)).toEqual([]);
  });

  it("are as slow to read as they are long, and not more", () => {
    const many = (count: number, of: (index: number) => string) =>
      Array.from({ length: count }, (_, index) => of(index)).join("");
    const people = many(200, (n) => `  - { id: "@p${n}:acme.test", name: P ${n}, role: admin, teams: [t${n}] }\n`);
    const rooms = many(500, (n) => `  - { alias: r${n}, name: R, people: { teams: [x${n}] } }\n`);
    const guests = many(1_000, (n) => `      - ${n % 2 === 0 ? "no id" : `"@p${n}:partner.test"`}\n`);
    const spaces = many(1_000, (n) => `  - { alias: s${n}, name: S, rooms: [s${n + 1}] }\n`);
    expect(problemsOf(`members:\n${people}rooms:\n${rooms}`).length).toBe(500);
    expect(problemsOf(`members:\n${people}rooms:\n  - alias: r\n    name: R\n    guests:\n${guests}`).length).toBe(
      1_000,
    );
    expect(problemsOf(`members:\n${people}spaces:\n${spaces}  - { alias: s1000, name: S, rooms: [s0] }\n`).length).toBe(
      1,
    );
    expect(problemsOf(`members:\n${people}roles:\n${many(10_000, (n) => `  r${n}: 1\n`)}`)).toEqual([]);
    expect(problemsOf(`members:\n${people}rules:\n${many(10_000, (n) => `  r${n}: 1\n`)}`).length).toBe(1);
    expect(problemsOf(`members:\n${people}${many(4_000, (n) => `r${n}: 1\n`)}`).length).toBe(4_000);
  });

  it.each(badRosters.map((each) => [each.name, each] as const))("%s", (_, { text, key, says }) => {
    const problems = problemsOf(text);
    const about = problems.filter((each) => each.key === key).map(describeProblem);
    expect(about.join("\n"), problems.map(describeProblem).join("\n")).toContain(says);
    for (const { write } of problems) expect(write).toMatch(/\.$/);
    for (const { line, column } of about.length > 0 && text.length < 100_000 ? problems : []) {
      if (key !== "roster") expect([line ?? 1, column ?? 1].every((each) => each > 0)).toBe(true);
    }
    expect(problems.map(describeProblem).join("")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  });
});
