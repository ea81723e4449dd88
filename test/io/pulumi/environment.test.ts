import { describe, expect, it } from "vitest";
import { pulumiProcessEnvironment, pulumiVariables } from "../../../src/io/pulumi/environment.ts";
import { paths } from "../../operations/up/situation.ts";

const toolchain = {
  node: { path: "/cache/node/bin/node", version: "24.1.0" },
  pulumi: { path: "/cache/pulumi/pulumi", version: "3.259.0", home: "/cache/home" },
  plugins: "own",
} as const;

describe("Pulumi's environment", () => {
  it("names paths and holds no secret", () => {
    expect(pulumiVariables(paths, toolchain, "/usr/bin:/cache/node/bin")).toEqual({
      PATH: `/cache/node/bin:${paths.checkout}.chatkeep/bin:/cache/pulumi:/usr/bin`,
      PULUMI_HOME: "/cache/home",
      PULUMI_BACKEND_URL: "file:///state/chatkeep/stacks.d/acme/pulumi",
      PULUMI_CONFIG_PASSPHRASE_FILE: "/state/chatkeep/stacks.d/acme/passphrase",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    });
  });

  it("lets official plugins be fetched", () => {
    const official = { ...toolchain, plugins: "official" } as const;
    expect(pulumiVariables(paths, official, "")).not.toHaveProperty("PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION");
  });

  it("lets Pulumi collect no garbage before it has a good deal", () => {
    expect(pulumiProcessEnvironment(paths, toolchain, {}, "run-1")).toMatchObject({
      GOGC: "off",
      GOMEMLIMIT: "256MiB",
    });
  });

  it("passes on what the machine needs and nothing meant for another Pulumi", () => {
    const inherited = {
      HOME: "/home/ana",
      NODE_COMPILE_CACHE: "/cache/node",
      PULUMI_CONFIG_PASSPHRASE: "wrong",
      CLOUDFLARE_API_TOKEN: "of another project",
      CLOUDFLARE_BASE_URL: "https://api.cloudflare.example/client/v4",
      PATH: "/usr/bin",
    };
    const environment = pulumiProcessEnvironment(paths, toolchain, inherited, "run-1");
    expect(environment).toMatchObject({ HOME: "/home/ana", NODE_COMPILE_CACHE: "/cache/node", CHATKEEP_RUN: "run-1" });
    expect(environment).not.toHaveProperty("PULUMI_CONFIG_PASSPHRASE");
    expect(environment).not.toHaveProperty("CLOUDFLARE_API_TOKEN");
    expect(environment.CLOUDFLARE_BASE_URL).toBe(inherited.CLOUDFLARE_BASE_URL);
  });
});
