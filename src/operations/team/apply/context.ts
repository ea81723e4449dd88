import type { Roster } from "../../../settings/team/roster.ts";
import type { TeamNote } from "./plan.ts";
import type { SeenPlace, TeamSeen } from "./seen.ts";
import type { TeamStep } from "./steps.ts";
import type { WantedPlace } from "./wanted.ts";

/** What a room or space is compared within. */
export interface PlaceContext {
  readonly roster: Roster;
  readonly seen: TeamSeen;
  readonly wanted: ReadonlyMap<string, WantedPlace>;
  /** Rooms that people are in, by alias: one without members cannot be entered again. */
  readonly alive: ReadonlyMap<string, SeenPlace>;
  /** Members of the roster; those who leave it are taken out of rooms by their offboarding. */
  readonly people: ReadonlySet<string>;
  /** Those, those of the record, accounts that are no members, and the operator: every other one is unknown. */
  readonly known: ReadonlySet<string>;
}

/** What happens to rooms and spaces, in the order in which it can. */
export interface PlaceDecisions {
  readonly steps: readonly TeamStep[];
  readonly notes: readonly TeamNote[];
}
