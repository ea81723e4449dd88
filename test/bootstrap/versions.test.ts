import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { isAtLeast, parseVersion } from "../../bootstrap/node/compare-versions.mjs";
import { versions } from "../../bootstrap/node/versions.mjs";

it("reads the numbers of the ways tools print versions", () => {
  expect(parseVersion("v22.18.0")).toEqual([22, 18, 0]);
  expect(parseVersion("go1.26")).toEqual([1, 26, 0]);
  expect(parseVersion("20.10.24+dfsg1")).toEqual([20, 10, 24]);
  expect(parseVersion("unknown")).toBeNull();
});

it.each([
  ["v22.18.0", "22.18.0", true],
  ["v22.9.0", "22.18.0", false],
  ["v24.0.0", "22.18.0", true],
  ["v20.20.2", "22.18.0", false],
  ["go1.25.11", "1.25.11", true],
  ["go1.25.9", "1.25.11", false],
  ["unknown", "1.0.0", false],
])("%s is at least %s: %s", (version, floor, expected) => {
  expect(isAtLeast(version, floor)).toBe(expected);
});

it("sets up the versions that package.json and the Pulumi module name", async () => {
  const manifest = JSON.parse(await readFile("package.json", "utf8"));
  expect(isAtLeast(versions.node.floor, manifest.engines.node)).toBe(true);
  for (const [name, version] of Object.entries(versions.plugins))
    expect(manifest.dependencies[`@pulumi/${name}`]).toBe(version);
  const module = await readFile("bootstrap/pulumi/cli/go.mod", "utf8");
  expect(module).toContain(`github.com/pulumi/pulumi/pkg/v3 v${versions.pulumi.exact}`);
  expect(module).toContain(`go ${versions.goFloor}\n`);
});
