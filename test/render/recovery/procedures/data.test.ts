import type { Command } from "commander";
import { describe, expect, it } from "vitest";
import { buildProgram } from "../../../../src/cli/program.ts";
import { procedures } from "../../../../src/render/recovery/procedures/all.ts";
import { labels } from "../../../../src/render/recovery/procedures/labels.ts";
import { actions, type Procedure } from "../../../../src/render/recovery/procedures/procedure.ts";
import { textsOf } from "./texts.ts";

const shown = new Set(Object.values(labels).flatMap((app) => Object.values(app).map(([, words]) => words)));
/** In quotation marks too, but no label of an app: headings of the front page, a button of the devices page, and a name for an entry. */
const others = ["On a phone", "On a computer", "Sign out", "Recovery key of {user ID}"];

/** The words after `npx chatkeep` of every command, such as `account lock`, with its flags. */
const commands = flagsByCommand(
  buildProgram(() => undefined),
  [],
);

describe("the procedures for members", () => {
  it("name only commands that there are, with flags that they take", () => {
    const texts = procedures.flatMap(textsOf).join("\n");
    const named = [...texts.matchAll(/`npx chatkeep ([a-z -]+?)( --[^`]*)?`/g)];
    expect(named.length).toBeGreaterThan(5);
    for (const [, words = "", flags = ""] of named) {
      expect([...commands.keys()]).toContain(words);
      for (const [flag] of flags.matchAll(/--[a-z-]+/g)) expect(commands.get(words)).toContain(flag);
    }
  });

  it("have ids of their own, which are addresses", () => {
    const ids = procedures.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z]+(-[a-z]+)*$/.test(id))).toEqual([]);
  });

  it("do everything that can be done, and nothing else", () => {
    const done = new Set(procedures.flatMap(({ steps }) => steps.map(({ does }) => does)));
    expect([...done].filter((action) => action !== null).sort()).toEqual(Object.keys(actions).sort());
  });

  describe.each(procedures)("$id", (procedure) => {
    it("has steps with ids of their own", () => {
      const ids = procedure.steps.map(({ id }) => id);
      expect(ids.length).toBeGreaterThan(1);
      expect(new Set(ids).size).toBe(ids.length);
    });

    it("says in short sentences when it is for, what to do and what to expect", () => {
      const long = sentences(procedure).filter((sentence) => sentence.split(/\s+/).length > 40);
      expect(long).toEqual([]);
      expect([procedure.before.length, procedure.after.length].filter((count) => count === 0)).toEqual([]);
    });

    it("quotes only labels that the apps have", () => {
      const quoted = textsOf(procedure).flatMap((text) =>
        [...text.matchAll(/“([^”]+)”/g)].map(([, words]) => words ?? ""),
      );
      expect(quoted.filter((words) => !shown.has(words) && !others.includes(words))).toEqual([]);
    });

    it("refers only to pages that there are", () => {
      const named = textsOf(procedure).flatMap((text) =>
        [...text.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name ?? ""),
      );
      const known = [
        "front page",
        "devices page",
        "password page",
        "server",
        "user ID",
        "help",
        ...procedures.map(({ id }) => id),
      ];
      expect(named.filter((name) => !known.includes(name))).toEqual([]);
    });
  });
});

function sentences(procedure: Procedure): readonly string[] {
  return textsOf(procedure).flatMap((text) => text.split(/(?<=[.!?:]) /));
}

function flagsByCommand(command: Command, words: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const inner = command.commands.flatMap((each) => [...flagsByCommand(each, [...words, each.name()])]);
  // The one that is meant where no second word is written, as in `export`.
  const meant = command.commands.find((each) => each.name() === Reflect.get(command, "_defaultCommandName"));
  const alone = command.commands.length === 0 ? command : meant;
  const own = alone?.options.map(({ long }) => long ?? "");
  return new Map([...inner, ...(own === undefined ? [] : [[words.join(" "), own] as const])]);
}
