import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { SettingsError } from "../../../../src/errors.ts";
import type { ServerName } from "../../../../src/kinds/names.ts";
import { importCsv } from "../../../../src/settings/team/import/csv.ts";
import { importMattermost } from "../../../../src/settings/team/import/mattermost.ts";
import { mergeImport } from "../../../../src/settings/team/import/merge.ts";
import { importSlack } from "../../../../src/settings/team/import/slack.ts";
import { readRoster } from "../../../../src/settings/team/read-roster.ts";
import { strictest } from "../read.ts";

const server = "acme.example" as ServerName;
const settings = { ...strictest, serverName: server };
const merging = { source: "export", roster: "team.yaml", settings, admins: [] as readonly string[] };
const sample = (name: string) => readFileSync(join(import.meta.dirname, "samples", name), "utf8");

/** The problems that a call ends with. */
function problemsIn(doing: () => unknown): readonly string[] {
  try {
    doing();
  } catch (error) {
    if (error instanceof SettingsError) return error.message.split("\n");
    throw error;
  }
  return [];
}

describe("a table of people", () => {
  const table =
    "\ufeffFull Name;E-Mail;User name;Department;Phone;Salary\r\nAna Lima;ana@acme.example;Ana;design, board;+44 20;1\r\n\r\nBen;ben@acme.example;;;007;2\r\n";

  it("becomes members, whatever separates it and however its columns are called", () => {
    const imported = importCsv(table, "people.csv", server);
    const { text, added } = mergeImport(null, imported, { ...merging, admins: ["ana"] });
    expect(added).toEqual({ members: 2, spaces: 0, rooms: 0 });
    expect(readRoster(text, "team.yaml", settings).members).toEqual([
      {
        id: "@ana:acme.example",
        name: "Ana Lima",
        email: "ana@acme.example",
        role: "admin",
        teams: ["design", "board"],
        contacts: ["+44 20"],
        joinsBy: "password",
      },
      {
        id: "@ben:acme.example",
        name: "Ben",
        email: "ben@acme.example",
        role: "member",
        teams: [],
        contacts: ["007"],
        joinsBy: "password",
      },
    ]);
    expect(imported.left).toEqual(["Columns that a roster has no place for: `Salary`."]);
  });

  const summary = (text: string) => {
    const { people, left } = importCsv(text, "people.csv", server);
    return [people.map(({ entry: { id, name, email, role } }) => [id, name, email, role]), left.slice(0, 3)];
  };

  it("may be Slack's list of members: its user IDs are none here, and who left it or is a bot is left out", () => {
    const slack = `username,email,status,billing-active,userid,fullname,displayname
ana.l,ana@acme.example,Primary Owner,1,U01,Ana Lima,
ben,ben@acme.example,Member,1,U02,Ben Okafor,benny
old,old@acme.example,Deactivated,0,U03,Old One,
bot,,Bot,0,U04,Deploy,
gil,gil@shop.example,Multi-Channel Guest,1,U05,Gil,
`;
    expect(summary(slack)).toEqual([
      [
        ["@ana.l:acme.example", "Ana Lima", "ana@acme.example", "admin"],
        ["@ben:acme.example", "Ben Okafor", "ben@acme.example", undefined],
      ],
      [
        "Left out: deactivated accounts (1).",
        "Left out: bots (1).",
        "Left out: guests of single channels (add those who belong to the team by hand) (1).",
      ],
    ]);
  });

  it("may be that of Google Workspace or Microsoft 365", () => {
    const google =
      "First Name [Required],Last Name [Required],Email Address [Required],Status [READ ONLY]\nAna,Lima,ana@acme.example,Active\nSam,Gone,sam@acme.example,Suspended\n";
    expect(summary(google)).toEqual([
      [["@ana:acme.example", "Ana Lima", "ana@acme.example", undefined]],
      ["Left out: deactivated accounts (1)."],
    ]);
    const microsoft =
      "Block credential,Department,Display name,User principal name\nFalse,Ops,Ana Lima,ana@acme.example\n";
    expect(summary(microsoft)).toEqual([
      [["@ana:acme.example", "Ana Lima", "ana@acme.example", undefined]],
      ["Columns that a roster has no place for: `Block credential`."],
    ]);
  });

  it("may begin with the line by which Excel knows what separates it", () => {
    expect(summary("sep=;\r\nname;email\r\nAna;ana@acme.example\r\n")[0]).toEqual([
      ["@ana:acme.example", "Ana", "ana@acme.example", undefined],
    ]);
  });

  it("adds to a roster what it does not have, and leaves the rest as it is written", () => {
    const before = `# Ours\nmembers:   # people\n  - id: "@ana:acme.example"\n    name:   Ana     # the chair\n    role: admin\n    # since 2019\n\n# the end\n`;
    const { text, added, known } = mergeImport(before, importCsv(table, "people.csv", server), merging);
    expect(text).toBe(
      before.replace(
        "\n\n# the end",
        '\n  - id: "@ben:acme.example"\n    name: Ben\n    email: ben@acme.example\n    contacts: ["007"]\n\n# the end',
      ),
    );
    expect({ added, known }).toEqual({ added: { members: 1, spaces: 0, rooms: 0 }, known: 1 });
    expect(mergeImport(text, importCsv(table, "people.csv", server), merging).text).toBe(text);
  });

  it.each([
    ["", "the table is empty"],
    ["a,b\n1,2\n", "no column is called"],
    ['id,name\n"ana,Ana\n', "the table cannot be read"],
    ["id,name\nana,Ana,more\n", "the table cannot be read"],
    ["id,name\nana,Ana\n", "Name at least one of them with --admin"],
    ["id,name,role\nana,Ana,Boss of all\n", "export:2: Ana, role: expected a role"],
    ["id,name,role\n@ana:other.example,Ana,admin\n", "is an ID of another server"],
    [
      "id,name,role\nana,Ana,admin\nAna,Ana 2,admin\n",
      "export:3: Ana 2: `@ana:acme.example` would be the user ID of `Ana` too",
    ],
    ["id,name,role,email\nana,Ana,admin,a@x.example\nben,Ben,member,A@x.example\n", "is the address of members[0]"],
    ["name,role\n王,admin\n", "expected an ID"],
    ["name,role\nАdа,admin\n", "mixes Latin and Cyrillic"],
  ])("is refused with what is wrong in it: %j", (text, says) => {
    expect(problemsIn(() => mergeImport(null, importCsv(text, "export", server), merging)).join("\n")).toContain(says);
  });

  it("names everything that is wrong at once", () => {
    const bad = "id,email,role\nana,ana,Boss!\n,x,y z\n_ben,ben,admin\n";
    expect(problemsIn(() => mergeImport(null, importCsv(bad, "export", server), merging)).length).toBe(5);
  });
});

describe("an export of Slack", () => {
  const files = {
    users: sample("slack/users.json"),
    channels: sample("slack/channels.json"),
    groups: sample("slack/groups.json"),
  };

  it("becomes members and rooms; bots, guests and what is archived are left out, and named", () => {
    const imported = importSlack(files, "export", server);
    const { text } = mergeImport(null, imported, merging);
    const roster = readRoster(text, "team.yaml", settings);
    expect(roster.members.map(({ id, name, role }) => [id, name, role])).toEqual([
      ["@ana.lima:acme.example", "Ana Lima", "admin"],
      ["@ben:acme.example", "Ben Okafor", "member"],
      ["@zoe:acme.example", "Zoë Müller", "member"],
    ]);
    expect(roster.rooms.map(({ alias, topic, people, join }) => [alias, topic, people, join])).toEqual([
      ["general", "News for the whole team", "everyone", "server"],
      ["design", "Plans and pictures", { teams: [], members: ["@ben:acme.example", "@zoe:acme.example"] }, "server"],
      ["board", null, { teams: [], members: ["@ana.lima:acme.example", "@ben:acme.example"] }, "invited"],
    ]);
    expect(imported.left.join(" ")).toMatch(
      /deactivated accounts \(1\).*bots \(2\).*guests .*\(1\).*archived channels \(1\).*channels without a member \(1\)/,
    );
  });

  it("is refused where a file is none of Slack's", () => {
    expect(problemsIn(() => importSlack({ ...files, channels: "{}" }, "export", server))[0]).toContain(
      "export/channels.json: JSON",
    );
  });
});

describe("a bulk export of Mattermost", () => {
  it("becomes members, spaces and rooms", () => {
    const imported = importMattermost(sample("mattermost.jsonl"), "export.jsonl", server);
    const roster = readRoster(mergeImport(null, imported, merging).text, "team.yaml", settings);
    expect(roster.members.map(({ id, name, role, teams }) => [id, name, role, teams])).toEqual([
      ["@ana.lima:acme.example", "Ana Lima", "admin", ["acme"]],
      ["@ben:acme.example", "Benny", "member", ["acme", "lab"]],
      ["@cy:acme.example", "Cy Young", "member", ["lab"]],
    ]);
    expect(roster.spaces.map(({ alias, people, rooms }) => [alias, people, rooms])).toEqual([
      ["acme", { teams: ["acme"], members: [] }, ["acme-town-square", "board"]],
      ["lab", { teams: ["lab"], members: [] }, ["lab-town-square"]],
    ]);
    expect(roster.rooms.map(({ alias, people, join }) => [alias, people, join])).toEqual([
      ["acme-town-square", { teams: ["acme"], members: [] }, "space"],
      ["lab-town-square", { teams: ["lab"], members: [] }, "space"],
      ["board", { teams: [], members: ["@ana.lima:acme.example"] }, "invited"],
    ]);
    expect(imported.left.join(" ")).toMatch(/deactivated accounts \(1\).*guests .*\(1\).*archived channels \(1\)/);
  });

  it("is refused where it does not begin as one", () => {
    expect(problemsIn(() => importMattermost('{"a":1}\n', "x.jsonl", server))[0]).toContain("x.jsonl:1: JSON");
  });
});
