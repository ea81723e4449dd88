import { describe, expect, it } from "vitest";
import { StackError } from "../../../src/errors.ts";
import { readToolchain, wordsBeside } from "../../../src/io/pulumi/toolchain.ts";
import { memoryFiles } from "../../operations/steps/made-up-world.ts";

const record = {
  version: 1,
  node: { path: "/node", version: "24.1.0" },
  pulumi: { path: "/pulumi", version: "3.259.0", home: "/home", source: "built" },
  plugins: "own",
};

const read = (text?: string) =>
  readToolchain(memoryFiles(new Map(text === undefined ? [] : [["/t.json", text]])), "/t.json");

describe("the toolchain", () => {
  it("is what the bootstrap wrote down", async () => {
    expect(await read(JSON.stringify(record))).toMatchObject({ plugins: "own", pulumi: { home: "/home" } });
  });

  it("runs Pulumi beside our own plugins, and not where the official ones are used", async () => {
    const own = await read(JSON.stringify(record));
    expect(wordsBeside(own, { checkout: "/checkout" })).toEqual(["/node", "/checkout/airgap/beside/main.ts"]);
    expect(wordsBeside({ ...own, plugins: "official" }, { checkout: "/checkout" })).toEqual([]);
  });

  it("is an error with a way out where it is missing or cannot be read", async () => {
    await expect(read()).rejects.toThrow(StackError);
    await expect(read("{}")).rejects.toThrow(/cannot be read/);
    await expect(read("not JSON")).rejects.toThrow(/cannot be read/);
  });
});
