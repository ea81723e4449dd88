import { globSync } from "node:fs";
import { builtinModules } from "node:module";
import { posix } from "node:path";
import { describe, expect, it } from "vitest";
import { type Room, rooms } from "./support/import-table.ts";
import { circlesAmong, type Import, importsOf } from "./support/imports.ts";

describe("imports between rooms", () => {
  const files = globSync(["src/**/*.ts", "stacks/**/*.{ts,mjs}", "airgap/**/*.ts", "bootstrap/**/*.mjs"]);

  it("finds the files it judges", () => {
    expect(files.length).toBeGreaterThan(30);
  });

  it("follow the table, and nothing else is imported", () => {
    const imports = files.flatMap(importsOf);
    expect(imports.length).toBeGreaterThan(50);
    expect(imports.filter((each) => !isAllowed(each)).map(({ file, target }) => `${file} imports ${target}`)).toEqual(
      [],
    );
  });
});

describe("the journal", () => {
  it("is made by what takes the stack's lock, and by nothing else: two writers at once would fork its chain", () => {
    const imports = globSync("src/**/*.ts").flatMap(importsOf);
    const makers = imports.filter(
      ({ target, typeOnly }) => target === "src/operations/journal/journal.ts" && !typeOnly,
    );
    expect(makers.map(({ file }) => file)).toContain("src/actions/stack/with-lock.ts");
    expect(new Set(makers.map(({ file }) => file)).size).toBe(1);
  });
});

describe("files and folders", () => {
  const files = globSync(["src/**/*.ts", "stacks/**/*.{ts,mjs}", "airgap/**/*.ts", "bootstrap/**/*.mjs"]);

  it("no file imports one that leads back to it", () => {
    expect(circlesAmong(new Map(files.map((file) => [file, targetsOf(file)])))).toEqual([]);
  });

  it("no folder imports a neighbour that imports it back; a folder and its shelves are one", () => {
    const pairs = files.flatMap((file) =>
      targetsOf(file).map((target) => [posix.dirname(file), posix.dirname(target)] as const),
    );
    const isThere = new Set(pairs.map(([from, to]) => `${from} and ${to}`));
    const both = pairs.filter(([a, b]) => a < b && !isWithin(a, b) && !isWithin(b, a) && isThere.has(`${b} and ${a}`));
    expect([...new Set(both.map(([a, b]) => `${a} and ${b}`))]).toEqual([]);
  });

  it("no folder holds more than a person overlooks", () => {
    const all = globSync(["{src,stacks,airgap,bootstrap,test,bench,soak}/**/*.*"], { exclude: ["test/golden/**"] });
    const sizes = Map.groupBy(all, (file) => posix.dirname(file));
    expect([...sizes].filter(([, held]) => held.length > 16).map(([folder]) => folder)).toEqual([]);
  });

  it("finds a circle where there is one", () => {
    const circle = new Map([
      ["a", ["b"]],
      ["b", ["c"]],
      ["c", ["a"]],
    ]);
    expect(circlesAmong(circle)).toEqual(["a -> b -> c"]);
  });
});

function targetsOf(file: string): readonly string[] {
  return importsOf(file)
    .map(({ target }) => target)
    .filter((target) => /^(src|stacks|airgap|bootstrap)\//.test(target));
}

function isAllowed({ file, target, typeOnly }: Import): boolean {
  const [name, room] = roomOf(file);
  const isOurs =
    target.includes("/") && !target.startsWith("node:") && /^(src|stacks|airgap|bootstrap|templates)\//.test(target);
  if (!isOurs) return room.others.some((allowed) => isPackage(target, allowed));
  const allowed = typeOnly ? [...room.ours, ...(room.types ?? [])] : room.ours;
  return allowed.some((place) => isWithin(target, place)) || isWithin(target, name) || file === target;
}

function roomOf(file: string): readonly [string, Room] {
  const name = Object.keys(rooms)
    .sort((a, b) => b.length - a.length)
    .find((place) => isWithin(file, place));
  const room = name === undefined ? undefined : rooms[name];
  if (name === undefined || room === undefined) throw new Error(`${file} is in no room of the table`);
  return [name, room];
}

function isWithin(path: string, place: string): boolean {
  return path === place || path.startsWith(`${place}/`);
}

function isPackage(target: string, allowed: string): boolean {
  if (allowed === "node:*")
    return target.startsWith("node:") && builtinModules.includes(target.slice("node:".length).split("/")[0] ?? "");
  if (allowed.endsWith("/*")) return target.startsWith(allowed.slice(0, -1));
  return target === allowed || target.startsWith(`${allowed}/`);
}
