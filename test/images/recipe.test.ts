import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { LocalImage } from "../../src/io/images/local-image.ts";
import { recipeDigest, recipeFolder } from "../../src/io/images/recipe.ts";
import { buildableImages, type ImageVersion, imageTable } from "../../src/plan/images/versions.ts";

const images: readonly ImageVersion[] = buildableImages.filter(({ local, official }) => local !== official);

it.each(images)("the recipe of $local is the one its revision stands for", async (image) => {
  const found = await recipeDigest(recipeFolder(image.name));
  expect(
    found,
    `images/${image.name} changed: raise the revision in src/plan/images/versions.ts (${image.local}) and write recipe: "${found}" beside it`,
  ).toBe(image.recipe);
});

it.each(images)("the local and the official name of $local carry its version", (image) => {
  const revision = image.local.replace(`chatkeep/${image.name}:${image.version}-r`, "");
  expect(revision).toMatch(/^\d+$/);
  expect(image.official).toContain(image.officialVersion ?? image.version);
});

it("coturn's official image is none whose answers over UDP end at the first router (coturn, issue 2043)", () => {
  expect(["4.17.0", "4.17.1"]).not.toContain(imageTable.coturn.officialVersion);
});

it("the builder takes the table's rows as they are", () => {
  const rows: readonly LocalImage[] = images;
  expect(new Set(rows.map(({ name }) => name))).toEqual(
    new Set(["base", "synapse", "postgres", "caddy", "coturn", "backup"]),
  );
});

it.each(images)("the operator's certificates stay out of the last stage of $local", async (image) => {
  const recipe = await readFile(join(recipeFolder(image.name), "Dockerfile"), "utf8");
  const [, ...stages] = recipe.split(/^FROM /m);
  expect(stages.at(-1)).not.toMatch(/operator-ca|^COPY \. |--from=\S+ \/(etc|tmp)\b/m);
});

it("Caddy is compiled at the version the table names", async () => {
  const module = await readFile(join(recipeFolder("caddy"), "go.mod"), "utf8");
  expect(module).toContain(`github.com/caddyserver/caddy/v2 v${imageTable.caddy.version}\n`);
  expect(module).toContain("github.com/caddy-dns/cloudflare v0.2.4\n");
});

it.each(["packages.lock", "tools.lock"])(
  "Synapse's %s has a digest for every file, so that an index cannot send another",
  async (name) => {
    const text = await readFile(join(recipeFolder("synapse"), name), "utf8");
    const entries = text.split(/\n(?=\S)/).filter((entry) => entry.trim() !== "");
    expect(entries.filter((entry) => !/^[\w.[\],-]+==\S+( \\\n +--hash=sha256:[0-9a-f]{64})+\n?$/.test(entry))).toEqual(
      [],
    );
    expect(entries.length).toBeGreaterThan(0);
  },
);

it("Synapse is of the version that the table names, and compiled with tools it locks itself", async () => {
  const [packages, tools] = await Promise.all(
    ["packages.lock", "tools.lock"].map((name) => readFile(join(recipeFolder("synapse"), name), "utf8")),
  );
  expect(packages).toContain(`\nmatrix-synapse==${imageTable.synapse.version} \\\n`);
  expect(packages).toContain(tools);
});

it("pip takes nothing for Synapse that no lock file names", async () => {
  const recipe = await readFile(join(recipeFolder("synapse"), "Dockerfile"), "utf8");
  const installs = recipe.split("\n").filter((line) => line.includes("pip install") || line.includes("$install "));
  expect(installs.length).toBe(3);
  expect(installs[0]).toMatch(/--no-deps --require-hashes --only-binary :all:/);
  expect(installs.slice(1).every((line) => line.includes("$install "))).toBe(true);
  expect(recipe).toContain("--no-build-isolation");
});
