import { Refusal } from "../../../errors.ts";
import type { Roster } from "../../../settings/team/roster.ts";
import type { TeamPlan } from "./plan.ts";

/**
 * Refuses new rooms that are not to be encrypted: Synapse encrypts each at its creation, whatever is asked for, because of
 * `encryption_enabled_by_default_for_room_type: all`, which a stack cannot change.
 */
export function refuseUnencrypted({ rooms }: Roster, { steps }: Pick<TeamPlan, "steps">): void {
  const made = new Set(steps.flatMap((step) => (step.kind === "makeRoom" ? [step.place.alias] : [])));
  const asked = rooms.filter(({ alias, encrypted }) => !encrypted && made.has(alias)).map(({ alias }) => `#${alias}`);
  if (asked.length === 0) return;
  const which = asked.length === 1 ? `${asked[0]} is a new room` : `${asked.join(", ")} are new rooms`;
  throw new Refusal(`${which}, and the roster says \`encrypted: false\`: the server encrypts every new room`, {
    next: "Delete that line: messages are then end-to-end encrypted, as in every new room here.",
  });
}
