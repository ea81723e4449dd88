import { statSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { linkOrCopy, traceOf, writeWhole } from "../machine/files.mjs";
import { versions } from "../node/versions.mjs";
import { chooseParts } from "./choose.mjs";

/** The plugins that the program uses. */
const names = Object.keys(versions.plugins);

/** Where Pulumi looks for a plugin under its home folder (pulumi.com/docs/iac/concepts/plugins). */
function pluginPath(home, name) {
  return join(home, "plugins", `resource-${name}-v${versions.plugins[name]}`, `pulumi-resource-${name}`);
}

/** Whether a home folder has all official plugins. */
export function hasOfficialPlugins(home) {
  return names.every((name) => traceOf(pluginPath(home, name)) !== null);
}

/** Puts CLI and language host side by side, where Pulumi looks without a warning, and the plugins into its home. */
export async function placePulumi(places, { pulumi, node, wishes, officialHome }) {
  const beside = join(dirname(pulumi.path), "pulumi-language-nodejs");
  const parts = chooseParts({
    wishes,
    hostBeside: traceOf(beside) === null ? null : beside,
    officialPlugin: officialHome !== null,
  });
  const [cli, host] = [join(places.bin, "pulumi"), join(places.bin, "pulumi-language-nodejs")];
  await linkOrCopy(pulumi.path, cli);
  await placePart(parts.languageHost, host, launcher(node, join(places.checkout, "airgap", "language", "main.ts")));
  const paths = (home) => names.map((name) => pluginPath(home, name));
  if (parts.provider === "official") {
    await keepNoRunLogs(officialHome);
    return { home: officialHome, plugins: "official", files: [cli, host, ...paths(officialHome)] };
  }
  const home = join(places.local, "pulumi-home");
  await keepNoRunLogs(home);
  const sources = { docker: parts.provider, cloudflare: wishes.cloudflareProvider ?? "launcher" };
  for (const name of names) {
    const ours = join(places.checkout, "airgap", name, "main.ts");
    await placePart(sources[name], pluginPath(home, name), launcher(node, ours));
  }
  return { home, plugins: wishes.provider === null ? "own" : "official", files: [cli, host, ...paths(home)] };
}

/**
 * Since 3.250 or so the CLI keeps a log of each run for a week, in the clear until it knows the stack's passphrase, and with every
 * property of every resource in it (pulumi/pkg/logging). Where the folder for them cannot be made it does without, as on a read-only disk.
 */
export async function keepNoRunLogs(home) {
  const path = join(home, "logs");
  if (statSync(path, { throwIfNoEntry: false })?.isFile()) return;
  await rm(path, { recursive: true, force: true });
  await mkdir(home, { recursive: true });
  await writeFile(
    path,
    "chatkeep prevents Pulumi from keeping logs of its runs: this file is in the place of their folder.\n",
  );
}

async function placePart(source, target, script) {
  if (source === "launcher") await writeWhole(target, script, 0o755);
  else await linkOrCopy(source, target);
}

/** A program that starts one of our TypeScript entries with the Node chosen for everything. */
export function launcher(node, entry) {
  return `#!/bin/sh\nexec ${quote(node.path)} ${quote(entry)} "$@"\n`;
}

function quote(word) {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
