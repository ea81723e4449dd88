import { draw, isSoak } from "../support/sample.ts";

/** Files of live tests, by their paths below test/live without their ending, of which each run has some. */
export interface Draw {
  readonly what: string;
  readonly files: readonly string[];
  readonly count: number;
}

/**
 * Each run has some of each line, drawn by the seed; a soak has all. They cost most, and with each line stands what every run has of
 * the same capability: nothing of what chatkeep can do is left to other commits alone.
 */
export const draws: readonly Draw[] = [
  // Both bring a stack up and change it by plain Pulumi; recovery/master-key and worlds/world look for secrets too.
  { what: "stories of plain Pulumi", files: ["leaks/secrets", "up/program"], count: 1 },
  // In each, data is kept through what hits a server; so it is in services/crashes.
  { what: "stories of data that is kept", files: ["up/faults", "up/kills", "up/lifecycle"], count: 2 },
  // Each begins with what `up` does about a state that is not as it was left.
  { what: "stories of a state", files: ["up/damaged-state", "up/earlier-state", "up/identity"], count: 2 },
  // All look at pages, their headers and what an attacker puts into them; so does accounts/password-page.
  { what: "pages", files: ["services/front-page", "services/recovery-pages"], count: 1 },
  // Both offer the proxy every version and suite of TLS.
  { what: "scans of TLS", files: ["checks/tls", "services/tls-scan"], count: 1 },
  // What an audit says, and that it says no secret, is in recovery/audit/audit.
  {
    what: "sides of an audit",
    files: ["recovery/audit/large", "recovery/audit/migrations", "recovery/audit/role"],
    count: 1,
  },
  // Each exports what a member can read.
  {
    what: "exports",
    files: ["recovery/export/history", "recovery/export/interrupted", "recovery/export/key-file"],
    count: 1,
  },
  // Reminders are in team/status, dehydrated devices in recovery/audit/audit.
  { what: "what members notice", files: ["recovery/dehydrated", "recovery/remind"], count: 1 },
  // An offboarding and its proofs are in team/offboard/offboard.
  { what: "sides of an offboarding", files: ["team/offboard/kills", "team/offboard/proofs"], count: 1 },
  // Both bring a team in and look at all of it.
  { what: "large teams", files: ["team/large", "team/twelve"], count: 1 },
  // Rosters are applied in team/apply, and by a script's functions in team/leaving.
  {
    what: "further rosters",
    files: ["team/bans-and-knocks", "team/pictures", "team/random-rosters", "team/room-states", "team/script"],
    count: 2,
  },
];

/** What this run leaves to others, and to the soak, by their paths below test/live. */
export function notDrawn(): readonly string[] {
  if (isSoak) return [];
  const left = draws.flatMap(({ what, files, count }) => {
    const drawn = draw(what, files, count);
    return files.filter((file) => !drawn.includes(file));
  });
  return left.map((file) => `${file}.test.ts`);
}
