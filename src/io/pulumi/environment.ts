import { dirname, join } from "node:path";
import type { StackPaths } from "../machine/paths.ts";
import { runVariable } from "../machine/processes.ts";
import type { Toolchain } from "./toolchain.ts";

type Variables = Readonly<Record<string, string>>;

/**
 * What plain `pulumi` needs to find this stack's tools, state and passphrase: paths, and no secret
 * (Pulumi's environment variables are listed on www.pulumi.com/docs/iac/cli/environment-variables).
 */
export function pulumiVariables(paths: StackPaths, toolchain: Toolchain, path: string): Variables {
  const ownPlugins: Variables =
    toolchain.plugins === "own" ? { PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true" } : {};
  return {
    PATH: searchPath(paths, toolchain, path),
    PULUMI_HOME: toolchain.pulumi.home,
    PULUMI_BACKEND_URL: `file://${paths.backend}`,
    PULUMI_CONFIG_PASSPHRASE_FILE: paths.passphrase,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    ...ownPlugins,
  };
}

/** The whole environment of a Pulumi that we start. The mark is inherited by everything it starts, so that what a killed run left behind can be told. */
export function pulumiProcessEnvironment(
  paths: StackPaths,
  toolchain: Toolchain,
  inherited: Readonly<Record<string, string | undefined>>,
  run: string,
): Variables {
  return {
    ...withoutForeignSettings(inherited),
    ...pulumiVariables(paths, toolchain, inherited.PATH ?? ""),
    PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true",
    ...withoutCollecting,
    [runVariable]: run,
  };
}

/** A run of Pulumi is over before collecting garbage pays for itself (Go, runtime, "Environment Variables"): a third of its start is that. */
const withoutCollecting: Variables = { GOGC: "off", GOMEMLIMIT: "256MiB" };

/** The folders of our Node, our tools and our Pulumi come first; each once. */
function searchPath(paths: StackPaths, { node, pulumi }: Toolchain, path: string): string {
  const first = [dirname(node.path), join(paths.checkout, ".chatkeep", "bin"), dirname(pulumi.path)];
  return [...new Set([...first, ...path.split(":").filter((folder) => folder !== "")])].join(":");
}

/** A passphrase in the environment would win over the file, and settings and tokens for another project's Pulumi are not meant for this one. */
function withoutForeignSettings(inherited: Readonly<Record<string, string | undefined>>): Variables {
  const own = Object.entries(inherited).flatMap(([name, value]) =>
    value === undefined || isForeign(name) ? [] : [[name, value] as const],
  );
  return Object.fromEntries(own);
}

/** Cloudflare's credentials are named as its official provider reads them; where its API is (CLOUDFLARE_BASE_URL) is none. */
function isForeign(name: string): boolean {
  return name.startsWith("PULUMI_") || /^CLOUDFLARE_(API_|EMAIL$)/.test(name);
}
