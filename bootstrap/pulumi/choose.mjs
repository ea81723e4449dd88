import { isAtLeast } from "../node/compare-versions.mjs";
import { versions } from "../node/versions.mjs";

/** Where the Pulumi CLI comes from, in this order: PATH, what was built or downloaded before, a download, a build from Go packages. */
export function choosePulumi({ onPath, cached, reachable, go }) {
  if (onPath !== null && isAtLeast(onPath.version, versions.pulumi.floor)) return { kind: "path", ...onPath };
  if (cached !== null) return { kind: "cached", ...cached };
  if (reachable) return { kind: "download" };
  if (go !== null && isAtLeast(go.version, versions.goFloor)) return { kind: "build", go };
  return { kind: "stop", go };
}

/** Why the CLI on PATH is not used, or that there is none. */
export function describeOnPath(onPath) {
  return onPath === null
    ? "no `pulumi` on PATH"
    : `${onPath.path} is ${onPath.version}, older than ${versions.pulumi.floor}`;
}

/** Where the language host and the plugins come from: a named file first, then the official one, then chatkeep's own launcher. */
export function chooseParts({ wishes, hostBeside, officialPlugin }) {
  return {
    languageHost: wishes.languageHost ?? hostBeside ?? "launcher",
    provider: wishes.provider ?? (officialPlugin ? "official" : "launcher"),
  };
}
