import type { Roster } from "../../../../settings/team/roster.ts";
import type { TeamPlan } from "../plan.ts";
import type { TeamSeen } from "../seen.ts";
import { decideAccounts } from "./accounts.ts";
import { decidePlaces } from "./places.ts";

/** What must happen for the server to be as the roster says. Nothing, where it is. */
export function decideTeam(roster: Roster, seen: TeamSeen): TeamPlan {
  const accounts = decideAccounts(roster, seen);
  const places = decidePlaces(roster, seen, accounts.present);
  return {
    steps: [...accounts.first, ...places.steps, ...accounts.last],
    notes: [...accounts.notes, ...places.notes],
    leaving: accounts.leaving,
    returning: accounts.returning,
    members: roster.members.length + accounts.leaving.length,
  };
}
