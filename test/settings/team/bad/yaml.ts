import { atTop, type BadRoster, cases, file, inRoom, members } from "./case.ts";

const levels = (count: number, of: (level: number) => string): string =>
  Array.from({ length: count }, (_, level) => of(level)).join("");

/** Each line names the one above nine times: ten lines would be a thousand million names. */
const laughs = [
  "a0: &a0 [lol]",
  ...Array.from({ length: 9 }, (_, n) => `a${n + 1}: &a${n + 1} [${`*a${n}, `.repeat(9)}*a${n}]`),
];

/** Texts that are no roster, hardly YAML, or attacks on who reads them. */
export const badYaml: readonly BadRoster[] = [
  ...cases("anchors and aliases", null, file, [
    [`${laughs.join("\n")}\nmembers: *a9\n`, "YAML", "an alias is used here"],
    [
      'members: &m\n  - { id: "@ada:acme.test", name: Ada, role: admin }\nunmanaged: *m\n',
      "YAML",
      "an alias is used here",
    ],
    ['members:\n  - &ada { id: "@ada:acme.test", name: Ada, role: admin }\n', "YAML", "an anchor is used here"],
    [
      'members:\n  - { id: "@ada:acme.test", name: Ada, role: admin }\n  - { <<: *ada, name: B }\n',
      "YAML",
      "a merge (`<<`) is used here",
    ],
    ["members: &a [*a]\n", "YAML", "an alias is used here"],
  ]),
  ...cases("tags", null, members, [
    ["  - !!js/function { id: x }", "YAML", "a tag is used here"],
    ['  - { id: !secret "@eve:acme.test", name: Eve }', "YAML", "a tag is used here"],
    ['  - { id: "@eve:acme.test", name: Eve, <<: {} }', "YAML", "a merge"],
    ['  - { id: "@eve:acme.test", name: Eve, ? [a] : b }', "YAML", "a name is not text"],
  ]),
  ...cases("too much", null, file, [
    [`members:\n${'  - { id: "@ada:acme.test", name: Ada }\n'.repeat(270_000)}`, "YAML", "the file has"],
    [`# ${"x".repeat(2_000_000)}\n`, "YAML", "the file has"],
    [levels(1_000, (level) => `${" ".repeat(level)}a:\n`), "YAML", "nested too deeply"],
    ["[".repeat(100_000), "YAML", "nested too deeply"],
    [levels(2_000, () => "{a: \n"), "YAML", "nested too deeply"],
    [`members: ${"- ".repeat(5_000)}`, "YAML", "not valid YAML"],
    [`members:\n${"- ".repeat(5_000)}`, "YAML", "nested too deeply"],
  ]),
  ...cases("no YAML", null, file, [
    ["members: [\n", "YAML", "not valid YAML"],
    ["members:\n\t- id: x\n", "YAML", "a tab is used"],
    ["members:\n  - id: @ada:acme.test\n    name: Ada\n    role: admin\n", "YAML", 'Write "@ada:acme.test"'],
    ["members: []\n---\nmembers: []\n", "YAML", "a second document begins"],
    ["<<<<<<< ours\nmembers: []\n", "YAML", "left from a merge of two versions"],
    ['members:\n  - id: "@ada:acme.test\n', "YAML", "not valid YAML"],
    ["\u0000\u0001\u0002", "roster", "expected a group"],
  ]),
  ...cases("no roster", "refuses", file, [
    ["", "roster", "found nothing"],
    ["# nothing but a comment\n", "roster", "found nothing"],
    ["- members\n", "roster", "found a list"],
    ["members\n", "roster", "expected a group"],
    ["rooms: []\n", "members", "there are no members"],
    ["config:\n  chatkeep:serverName: acme.test\n", "config", "no such key"],
    ["members: ada\n", "members", "expected a list"],
    ["members: { ada: admin }\n", "members", "expected a list"],
    ["members: [ada, bob]\n", "members[1]", "expected a group with `id`"],
  ]),
  ...cases("the same name twice", null, inRoom, [
    ["name: General", "YAML", "`name` appears a second time"],
    ["join: invited\njoin: server", "YAML", "`join` appears a second time"],
  ]),
  ...cases("the same list twice", null, atTop, [["members: []", "YAML", "`members` appears a second time"]]),
];
