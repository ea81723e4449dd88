import { dirname, join } from "node:path";
import { linkOrCopy, traceOf, writeWhole } from "../files.mjs";
import { versions } from "../versions.mjs";
import { chooseParts } from "./choose.mjs";

/** Where Pulumi looks for the Docker plugin under its home folder (pulumi.com/docs/iac/concepts/plugins). */
function pluginPath(home) {
  return join(home, "plugins", `resource-docker-v${versions.dockerPlugin}`, "pulumi-resource-docker");
}

/** Whether a home folder has the official Docker plugin. */
export function hasOfficialPlugin(home) {
  return traceOf(pluginPath(home)) !== null;
}

/** Puts CLI and language host side by side, where Pulumi looks without a warning, and the Docker plugin into its home. */
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
  if (parts.provider === "official")
    return { home: officialHome, plugins: "official", files: [cli, host, pluginPath(officialHome)] };
  const home = join(places.local, "pulumi-home");
  await placePart(
    parts.provider,
    pluginPath(home),
    launcher(node, join(places.checkout, "airgap", "docker", "main.ts")),
  );
  return { home, plugins: wishes.provider === null ? "own" : "official", files: [cli, host, pluginPath(home)] };
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
