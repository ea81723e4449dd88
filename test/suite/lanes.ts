import { globSync } from "node:fs";
import { join } from "node:path";
import { notDrawn } from "./draws.ts";

/** The lanes of live tests, side by side: the files of each run one after the other. */
export type Lane = "live" | "worlds" | "servers" | "keys" | "team" | "backup";

/**
 * By how their paths below test/live begin, the files that do without the main stack because all their servers are their own: they
 * wait for long until a server starts, comes back or has a new certificate, and others work meanwhile. What looks at all throwaway
 * servers of the engine (`try`) is in one lane with all that makes some.
 */
const ownServers = {
  // Most of it on an engine of its own, in a network of its own. Accounts, DNS and the front are here because the lanes end at about
  // the same time then: `backup` begins when `servers` has ended.
  worlds: [
    ...["worlds/", "up/faults", "up/killed-looks", "up/kills", "up/lifecycle"],
    ...["accounts/team", "dns/", "services/front.test"],
  ],
  servers: ["checks/check", "checks/refusing", "try/", "up/bad-inputs"],
} as const satisfies Partial<Record<Lane, readonly string[]>>;

/** In which lane a file runs, by its path below test/live. */
export function laneOf(path: string): Lane {
  if (path.startsWith("recovery/")) return "keys";
  if (path.startsWith("team/")) return "team";
  if (path.startsWith("backup/")) return "backup";
  const isAmong = (beginnings: readonly string[]) => beginnings.some((beginning) => path.startsWith(beginning));
  if (isAmong(ownServers.worlds)) return "worlds";
  return isAmong(ownServers.servers) ? "servers" : "live";
}

/** What a run has of a lane's files: the rest is for other seeds, and for the soak. */
export function drawnFilesOf(lane: Lane): readonly string[] {
  const left = notDrawn();
  return filesOf(lane).filter((path) => !left.includes(path.slice("test/live/".length)));
}

/** A lane's files, as vitest's command line takes them. */
export function filesOf(lane: Lane): readonly string[] {
  const apart = (path: string) => path.startsWith("airgap/") || path.startsWith("try/example/");
  const cwd = join(import.meta.dirname, "..", "live");
  const paths = globSync("**/*.test.ts", { cwd }).filter((path) => !apart(path) && laneOf(path) === lane);
  return paths.sort().map((path) => `test/live/${path}`);
}
