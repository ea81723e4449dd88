import { globSync } from "node:fs";
import type { Command } from "commander";
import { describe, expect, it } from "vitest";
import { NEEDS, needsOf } from "../../bootstrap/needs.mjs";
import { buildProgram } from "../../src/cli/program.ts";
import { reachedFrom } from "../support/imports.ts";

const nothing = { pulumi: false, engine: "none" };

/** Every command line that does something, without its flags: verbs, and the commands that some have. */
function commandLines(command: Command, words: readonly string[] = []): readonly string[] {
  const inner = command.commands.flatMap((each) => commandLines(each, [...words, each.name()]));
  // What runs without a second word: a command without inner ones, or with one that is meant where none is named.
  const runsAlone = words.length > 0 && (inner.length === 0 || Reflect.get(command, "_defaultCommandName") !== null);
  return runsAlone ? [words.join(" "), ...inner] : inner;
}

const lines = commandLines(buildProgram(() => undefined));

/** The file that declares a verb, in the folder of its noun. */
function fileOf(verb: string): string {
  const [file, ...more] = globSync(`src/cli/*/${verb}-command.ts`);
  if (file === undefined || more.length > 0) throw new Error(`no file, or several, for the command ${verb}`);
  return file;
}

describe("what commands need", () => {
  it("stands there for every one of them, and for no other", () => {
    expect(lines).toContain("journal verify");
    expect(lines.length).toBeGreaterThan(20);
    expect(Object.keys(NEEDS).sort()).toEqual([...lines].sort());
  });

  const verbs = Map.groupBy(lines, (line) => line.split(" ")[0] ?? "");

  it.each([...verbs.keys()])("is what the code of `%s` may come to use", (verb) => {
    const reached = reachedFrom(fileOf(verb));
    const needs = (verbs.get(verb) ?? []).map((line) => needsOf(line.split(" ")));
    expect(needs.some(({ pulumi }) => pulumi)).toBe(reached.has("src/io/pulumi/toolchain.ts"));
    expect(needs.some(({ engine }) => engine !== "none")).toBe(reached.has("src/io/docker/engine.ts"));
  });

  it("is an engine that is installed for `up` and `try` alone", () => {
    const installing = lines.filter((line) => needsOf(line.split(" ")).engine === "install");
    expect(installing).toEqual(["up", "try"]);
  });

  it.each([
    ["--help"],
    ["stauts"],
    [""],
    ["constructor"],
    ["account"],
    ["account", "crate"],
    ["account", "create", "--help"],
    ["up", "-h"],
  ])("is nothing for `%s %s %s`", (...args) => {
    expect(needsOf(args)).toEqual(nothing);
  });

  it("does not change with what follows", () => {
    expect(needsOf(["account", "create", "ana", "--admin"])).toEqual(NEEDS["account create"]);
    expect(needsOf(["logs", "synapse"])).toEqual(NEEDS.logs);
    expect(needsOf(["up", "--yes"])).toEqual(NEEDS.up);
  });
});
