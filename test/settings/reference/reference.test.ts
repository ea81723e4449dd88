import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { definitions } from "../../../src/settings/definitions.ts";
import { secretKeys } from "../../../src/settings/issued-secrets.ts";
import { describedSettings, onOneLine } from "../../../src/settings/reference/described.ts";
import { settingsPageText } from "../../../src/settings/reference/settings-page.ts";
import { stackTemplateText } from "../../../src/settings/reference/stack-template.ts";
import { settingsOf } from "../read.ts";
import { generatedFiles } from "./generated-files.ts";

const defaults = settingsOf("config:\n  chatkeep:serverName: acme.example.org\n");

describe("what is made from the definitions", () => {
  it.each(generatedFiles())("$path is as the definitions are now; if not, run: npm run schema", ({ path, text }) => {
    expect(readFileSync(path, "utf8") === text, `${path} is old. Run: npm run schema`).toBe(true);
  });
});

describe("the reference of settings", () => {
  const described = describedSettings();

  it("has every setting and every secret one, each once", () => {
    const names = described.map(({ name }) => name);
    expect(names).toEqual([...Object.keys(definitions), ...secretKeys]);
    expect([...settingsPageText().matchAll(/^## (\w+)$/gm)].map(([, name]) => name)).toEqual(names);
  });

  it.each(described.filter(({ usual }) => usual !== null))("names the default of $name", ({ name, usual }) => {
    const text = `config:\n  chatkeep:serverName: acme.example.org\n  chatkeep:${name}: ${usual}\n`;
    expect(settingsOf(text)).toEqual(defaults);
  });

  it("shows what a group has in it, with defaults", () => {
    const ports = described.find(({ name }) => name === "ports");
    expect(ports).toMatchObject({ usual: "{ https: 443, http: 80 }", parts: [{ name: "https" }, { name: "http" }] });
    expect(described.find(({ name }) => name === "tls")?.parts.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["email", "directory", "challenge", "certificateFile", "keyFile"]),
    );
  });

  it("writes values on one line as YAML reads them", () => {
    const value = { list: ["host", "::", "on", 1], group: { none: null, text: "a: b", empty: {} } };
    expect(onOneLine(value)).not.toContain("\n");
    expect(parse(onOneLine(value))).toEqual(value);
  });
});

describe("the commented stack file", () => {
  it("explains each setting in whole sentences of lines that fit a screen", () => {
    const comments = stackTemplateText()
      .split("\n")
      .filter((line) => line.startsWith("  # "));
    expect(comments.filter((line) => !/^ {2}# [A-Z].*\.$/.test(line) || line.length > 160)).toEqual([]);
  });
});
