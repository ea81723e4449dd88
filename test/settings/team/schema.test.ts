import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { parseDuration } from "../../../src/kinds/duration.ts";
import type { OtherServerName, ServerName } from "../../../src/kinds/names.ts";
import {
  memberFields,
  policyFields,
  roomFields,
  spaceFields,
  topFields,
} from "../../../src/settings/team/fields/definitions.ts";
import { readRoster } from "../../../src/settings/team/read-roster.ts";
import { rosterSchema } from "../../../src/settings/team/schema.ts";
import { badRosters } from "./bad/all.ts";
import { strictest } from "./read.ts";

const validate = new Ajv2020({ strict: true, allowUnionTypes: true, strictTypes: false }).compile(rosterSchema());
const example = readFileSync("templates/team.yaml", "utf8");
const server = "acme.example" as ServerName;

describe("the commented example of a roster", () => {
  it("is a roster", () => {
    const roster = readRoster(example, "team.yaml", { ...strictest, serverName: server });
    expect(roster.members.map(({ name }) => name)).toEqual(["Ana Lima", "Ben Okafor"]);
  });

  it("is one with all that is commented out in it, where the server allows that", () => {
    const whole = example.replaceAll(/# (avatar|guests|retention):/g, "$1:");
    const federation = { mode: "allowlist" as const, servers: ["partner.example" as OtherServerName] };
    const settings = { ...strictest, serverName: server, federation, messageRetention: parseDuration("1 year") };
    const [general, design] = readRoster(whole, "team.yaml", settings).rooms;
    expect(general?.avatar).toMatchObject({ file: "pictures/general.png", type: "image/png" });
    expect(design).toMatchObject({
      guests: ["@eve:partner.example"],
      retention: 7_776_000_000,
    });
  });

  it("names every key", () => {
    const tables = [topFields, memberFields, spaceFields, roomFields].map((table) => Object.keys(table(server)));
    for (const key of [...tables.flat(), ...Object.keys(policyFields)]) {
      expect(example, key).toMatch(new RegExp(`\\b${key}:`));
    }
  });

  it("leads editors to the schema", () => {
    expect(example.split("\n")[0]).toBe("# yaml-language-server: $schema=./team.schema.json");
    expect(validate(parse(example)), JSON.stringify(validate.errors)).toBe(true);
  });
});

describe("the schema of rosters", () => {
  it("refuses nothing that is read, and most of what is not", () => {
    const checkable = badRosters.filter(({ schema }) => schema !== undefined);
    const verdicts = checkable.map(({ name, text }) => [name, validate(parse(text)) ? "accepts" : "refuses"]);
    expect(verdicts).toEqual(checkable.map(({ name, schema }) => [name, schema]));
  });
});
