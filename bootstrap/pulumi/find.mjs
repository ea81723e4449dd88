import { dirname, join } from "node:path";
import { traceOf } from "../machine/files.mjs";
import { findProgram } from "../machine/find-program.mjs";
import { runCommand } from "../machine/run-command.mjs";
import { versions } from "../node/versions.mjs";

/** The folders of the cache that hold one CLI each, by where it came from. */
export function cacheFolders(places) {
  const name = `pulumi-${versions.pulumi.exact}`;
  return { downloaded: join(places.cache, `${name}-official`), built: join(places.cache, `${name}-built`) };
}

/** The CLI on PATH with its version; null when there is none. A CLI that chatkeep put into .chatkeep does not count. */
export async function findOnPath(places) {
  const path = findProgram("pulumi", process.env.PATH);
  if (path === null || dirname(path) === places.bin) return null;
  const version = await runCommand(path, ["version"], {
    env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" },
  }).catch(() => "");
  return { path, version: version.trim().replace(/^v/, "") || "unknown" };
}

/** The CLI an earlier run left in the cache; null when there is none. */
export function findCached(places) {
  const found = Object.entries(cacheFolders(places)).find(([, folder]) => traceOf(join(folder, "pulumi")) !== null);
  return found === undefined
    ? null
    : { source: found[0], path: join(found[1], "pulumi"), version: versions.pulumi.exact };
}

/** The Go on PATH with its own version, not a newer one that it could download; null when there is none. */
export async function findGo() {
  const path = findProgram("go", process.env.PATH);
  if (path === null) return null;
  const version = await runCommand(path, ["env", "GOVERSION"], { env: { ...process.env, GOTOOLCHAIN: "local" } }).catch(
    () => "",
  );
  return { path, version: version.trim() };
}
