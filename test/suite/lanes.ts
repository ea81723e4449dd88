import { globSync } from "node:fs";
import { join } from "node:path";

/** The two lanes of live tests, side by side: the files of each run one after the other. */
export type Lane = "live" | "worlds";

/**
 * By how their paths below test/live begin, files that do without the main stack because all their servers are their own, many on
 * an engine of their own in a network of its own. They wait for long until a server starts, comes back or has a new certificate,
 * and what looks at the main stack works meanwhile. What looks at all throwaway servers of the engine (`try`) stays in one lane
 * with all that makes some.
 */
const ownServers = [
  "worlds/",
  "accounts/team",
  "checks/check",
  "services/front.test",
  "up/faults",
  "up/killed-looks",
  "up/kills",
  "up/lifecycle",
];

/** In which lane a file runs, by its path below test/live. */
export function laneOf(path: string): Lane {
  return ownServers.some((beginning) => path.startsWith(beginning)) ? "worlds" : "live";
}

/** A lane's files, as vitest's command line takes them. */
export function filesOf(lane: Lane): readonly string[] {
  const apart = (path: string) => path.startsWith("airgap/") || path.startsWith("try/example/");
  const cwd = join(import.meta.dirname, "..", "live");
  const paths = globSync("**/*.test.ts", { cwd }).filter((path) => !apart(path) && laneOf(path) === lane);
  return paths.sort().map((path) => `test/live/${path}`);
}
