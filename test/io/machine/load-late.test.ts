import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { loadLate } from "../../../src/io/machine/load-late.ts";
import { packageFolder } from "../../../src/io/machine/program-files.ts";

const folder = mkdtempSync(join(tmpdir(), "chatkeep-late-"));
const here = join(folder, "here.cjs");
const require = createRequire(here);
let count = 0;

afterAll(() => rmSync(folder, { recursive: true }));

describe("a module that is loaded late", () => {
  let name: string;
  const isLoaded = () => Reflect.get(globalThis, name) === true;

  beforeEach(() => {
    name = `late${++count}`;
    const text = `globalThis.${name} = true; class Kept { constructor(word) { this.word = word; } }
      module.exports = Object.assign((word) => \`called with \${word}\`, { size: 7, Kept });`;
    writeFileSync(join(folder, `${name}.cjs`), text);
    loadLate(`./${name}.cjs`, here);
  });

  it("is not loaded by being asked for, nor by the question whether it is an ES module", () => {
    expect(require(`./${name}.cjs`).__esModule).toBe(true);
    expect(isLoaded()).toBe(false);
  });

  it("is loaded by its first use, and is the module itself from then on", () => {
    const early = require(`./${name}.cjs`);
    expect(early.size).toBe(7);
    expect(isLoaded()).toBe(true);
    expect(require(`./${name}.cjs`).Kept).toBe(early.Kept);
  });

  it("can be called, and its classes made", () => {
    const late = require(`./${name}.cjs`);
    expect(late("a word")).toBe("called with a word");
    expect(new late.Kept("a word").word).toBe("a word");
  });
});

describe("a late module with answers", () => {
  it("gives them without being loaded, and all else by being loaded", () => {
    writeFileSync(join(folder, "asked.cjs"), "globalThis.asked = true; exports.ready = () => 1; exports.size = 7;");
    const module = "./asked.cjs";
    loadLate(module, here, { ready: () => 2 });
    const late = require(module);
    expect([late.ready(), Reflect.get(globalThis, "asked")]).toEqual([2, undefined]);
    expect([late.size, Reflect.get(globalThis, "asked")]).toEqual([7, true]);
  });
});

describe("the program", () => {
  const loadedBy = (start: string, ...flags: readonly string[]) => {
    const question = `${start}; console.log(Object.keys(require.cache).join("\\n")); ${asksForFlag}`;
    return execFileSync(process.execPath, [...flags, "-e", question], { cwd: packageFolder, encoding: "utf8" });
  };

  it.each([
    ["Pulumi's serializer of functions", 'require("@pulumi/pulumi")', "/pacote/"],
    ["Pulumi's automation", 'require("@pulumi/pulumi")', "/automation/stack.js"],
    ["Pulumi's reader of package files", 'require("@pulumi/pulumi")', "/normalize-package-data/lib/fixer.js"],
    ["the flag of V8's that has compiled code refused", waitsForHooks, "V8's natives"],
    ["what sends traces", 'require("@pulumi/pulumi/cmd/run/tracing")', "/sdk-trace-base/"],
    ["what looks up each line of a stack trace", pulumisOwn("source-map-support/register"), "/source-map/lib/"],
  ])("does not load %s", (_, start, part) => {
    expect(loadedBy(start)).toContain(part);
    expect(loadedBy(start, "--import=./stacks/preload.mjs")).not.toContain(part);
  });
});

/** What Pulumi's runner does before all else. */
const waitsForHooks = 'require("@pulumi/pulumi/runtime/closure/v8Hooks").isInitializedAsync()';

/** Only with `--allow-natives-syntax` is this JavaScript. */
const asksForFlag = `try { new Function("return %HasFastProperties({})"); console.log("V8's natives"); } catch {}`;

/** Loads what Pulumi's runner loads under this name. */
function pulumisOwn(name: string): string {
  return `require(require.resolve("${name}", { paths: [require.resolve("@pulumi/pulumi")] }))`;
}
