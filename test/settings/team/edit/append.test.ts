import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fieldsOf } from "../../../../src/kinds/json.ts";
import { appendTo } from "../../../../src/settings/team/edit/append.ts";
import { plainOf } from "../../../../src/settings/team/file/nodes.ts";
import { parseRoster } from "../../../../src/settings/team/file/roster-file.ts";
import { readRoster } from "../../../../src/settings/team/read-roster.ts";
import { strictest } from "../read.ts";

const eve = { id: "@eve:acme.test", name: "Eve" };
const shapes: readonly (readonly [what: string, text: string])[] = [
  ["a list", 'members:\n  - id: "@ada:acme.test"\n    name: Ada # the first\n    role: admin\n\n# more\nrooms: []\n'],
  ["a list that is not indented", 'members:\n- id: "@ada:acme.test"\n  name: Ada\n  role: admin\n# more\nrooms:\n'],
  [
    "a list at the end, without a last line break",
    'rooms: []\nmembers:\n    - { id: "@ada:acme.test", name: Ada, role: admin } # flow',
  ],
  ["a list in brackets", 'members: [{ id: "@ada:acme.test", name: Ada, role: admin }] # one line\nrooms: []\n'],
  ["a roster in brackets", '{ members: [{ id: "@ada:acme.test", name: Ada, role: admin }] }\n'],
  [
    "texts over several lines",
    'members:\n  - id: "@ada:acme.test"\n    role: admin\n    name: >-\n      Ada\n\n      \n# more\nrooms: []\n',
  ],
  ["other line ends", 'members:\r\n  - id: "@ada:acme.test"\r\n    name: Ada\r\n    role: admin\r\nrooms: []\r\n'],
];

describe("an entry that is added", () => {
  it.each(shapes)("leaves comments and everything else as they were: %s", (_, text) => {
    const added = appendTo(text, "members", [eve]);
    const roster = readRoster(added, "team.yaml", strictest);
    expect(roster.members.map(({ name }) => name)).toEqual(["Ada", "Eve"]);
    for (const [comment] of text.matchAll(/#.*/g)) expect(added).toContain(comment.trim());
    const room = appendTo(added, "rooms", [{ alias: "general", name: "General" }]);
    expect(readRoster(room, "team.yaml", strictest).rooms.map(({ alias }) => alias)).toEqual(["general"]);
  });

  it("changes no line of a list that is written below its name", () => {
    const text = shapes[0]?.[1] ?? "";
    expect(appendTo(text, "members", [eve]).replace('  - id: "@eve:acme.test"\n    name: Eve\n', "")).toBe(text);
  });

  it("says what was meant, whatever a name is", () => {
    const text = shapes[0]?.[1] ?? "";
    const names = fc.oneof(
      fc.string({ unit: "grapheme", minLength: 1 }),
      fc.constantFrom("true", "null", "007", "a: b", "# x", "- y", "@z", "1e3", "~"),
    );
    fc.assert(
      fc.property(names, (name) => {
        const added = appendTo(text, "members", [{ ...eve, name, contacts: [name] }]);
        const { members } = fieldsOf(plainOf(parseRoster(added).contents));
        expect(members).toMatchObject([{ name: "Ada" }, { ...eve, name, contacts: [name] }]);
      }),
      { numRuns: 50 },
    );
  });
});
