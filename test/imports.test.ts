import { globSync } from "node:fs";
import { builtinModules } from "node:module";
import { posix } from "node:path";
import { describe, expect, it } from "vitest";
import { circlesAmong, type Import, importsOf } from "./support/imports.ts";

/** What one room may import: our own folders or files (`ours`), and packages (`others`; `node:*` is every part of Node). */
interface Room {
  readonly ours: readonly string[];
  readonly others: readonly string[];
  /** Folders of which only types may be imported. */
  readonly types?: readonly string[];
}

const kinds = ["src/kinds", "src/errors.ts"];

/** The table of docs/architecture.md, longest path first. */
const rooms: Readonly<Record<string, Room>> = {
  "src/errors.ts": { ours: [], others: [] },
  "src/kinds": { ours: kinds, others: ["node:net", "node:util"] },
  "src/settings": {
    ours: ["src/settings", ...kinds, "src/keys/purposes.ts", "src/keys/recipients.ts"],
    others: ["zod", "yaml", "node:crypto", "node:net", "node:url", "node:util"],
  },
  "src/keys": {
    ours: ["src/keys", ...kinds],
    others: [
      "node:crypto",
      "node:util",
      "@scure/base",
      "@scure/bip39",
      "@scure/bip39/wordlists/english.js",
      "age-encryption",
      "shamir-secret-sharing",
    ],
  },
  "src/plan": { ours: ["src/plan", "src/settings", ...kinds], others: [] },
  "src/render": {
    ours: ["src/render", "src/plan", ...kinds],
    others: ["eta", "js-yaml", "uqr", "yaml", "node:crypto"],
    types: ["src/settings"],
  },
  "src/operations": {
    ours: ["src/operations", "src/plan", "src/render", "src/keys", ...kinds],
    others: ["node:util"],
    types: ["src/settings", "src/io"],
  },
  // A hash is as pure as what it is of.
  "src/operations/journal": {
    ours: ["src/operations/journal", ...kinds],
    others: ["node:crypto"],
    types: ["src/io"],
  },
  "src/io": {
    ours: ["src/io", ...kinds],
    others: [
      "node:*",
      "execa",
      "dockerode",
      "tar-stream",
      "matrix-js-sdk",
      "@matrix-org/matrix-sdk-crypto-wasm",
      "undici",
      "cloudflare",
    ],
  },
  "src/actions": {
    ours: ["src/actions", "src/operations", "src/io", "src/settings", "src/plan", "src/render", "src/keys", ...kinds],
    others: ["node:*", "dockerode"],
  },
  // No disk and no network: what a verb does is in src/actions.
  "src/cli": {
    ours: ["src/cli", "src/actions", "src/operations", "src/settings", "src/plan", "src/render", "src/keys", ...kinds],
    others: [
      "package.json",
      "commander",
      "@clack/prompts",
      "node:crypto",
      "node:path",
      "node:readline",
      "node:stream",
      "node:util",
    ],
    types: ["src/io"],
  },
  "src/testing.ts": {
    ours: ["src/actions", "src/operations", "src/io", "src/settings", ...kinds],
    others: [],
  },
  "src/cli.ts": { ours: ["src/cli", ...kinds], others: ["commander"] },
  "stacks/components": {
    ours: ["stacks/components", "src/errors.ts"],
    others: ["@pulumi/*"],
    types: ["src/plan", "src/render"],
  },
  stacks: {
    ours: [
      "stacks",
      "src/io/machine/program-files.ts",
      "src/io/machine/paths.ts",
      "src/io/docker/engine-address.ts",
      "src/io/machine/load-late.ts",
      "src/settings",
      "src/plan",
      "src/render",
      "src/keys",
      ...kinds,
    ],
    others: ["@pulumi/pulumi", "node:module"],
  },
  // Connecting to an engine and to Cloudflare is one piece of code for the CLI and for the providers.
  airgap: {
    ours: [
      "airgap",
      "src/errors.ts",
      "src/io/docker/engine.ts",
      "src/io/docker/engine-answers.ts",
      "src/io/docker/stream-frames.ts",
      "src/io/cloudflare/client.ts",
      "src/io/cloudflare/patience.ts",
    ],
    others: ["@pulumi/pulumi", "@grpc/grpc-js", "dockerode", "cloudflare", "google-protobuf", "tar-stream", "node:*"],
  },
  bootstrap: { ours: ["bootstrap"], others: ["node:*"] },
};

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
