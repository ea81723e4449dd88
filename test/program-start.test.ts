import { describe, expect, it } from "vitest";
import { loadedBy } from "./support/imports.ts";

describe("what a program loads at its start", () => {
  it.each(["stacks/index.ts", "src/cli.ts", "src/cli/up/up.ts"])(
    "%s: nothing of Cloudflare's, which takes half a second",
    (file) => {
      const loaded = loadedBy(file);
      expect(loaded.size).toBeGreaterThan(5);
      expect([...loaded].filter((each) => /^(@pulumi\/)?cloudflare(\/|$)/.test(each))).toEqual([]);
    },
  );

  it.each([
    "src/cli.ts",
    "src/cli/up/up.ts",
    "src/io/docker/engine.ts",
    "bootstrap/start.mjs",
    "airgap/beside/docker.ts",
  ])("%s: no `import` of Node's http, which loads a client for WebSockets too", (file) => {
    expect([...loadedBy(file)]).not.toContain("node:http");
  });

  it("finds what is loaded where that is more", () => {
    expect([...loadedBy("src/io/probes/web.ts")]).toContain("node:https");
    expect([...loadedBy("airgap/cloudflare/provider.ts")]).toContain("cloudflare/tree-shakable");
  });
});
