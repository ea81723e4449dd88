import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decideTeam } from "../../../../src/operations/team/apply/deciding/decide.ts";
import { joinedIn } from "../../../../src/operations/team/apply/seen.ts";
import { peopleOf } from "../../../../src/operations/team/apply/wanted.ts";
import type { Roster } from "../../../../src/settings/team/roster.ts";
import { anyRoster } from "../../../support/team/rosters.ts";
import { operator, SimulatedServer } from "../../../support/team/simulated-server.ts";

/** Applies a roster as a run does; `most` steps alone, where it is killed after them. */
function apply(server: SimulatedServer, roster: Roster, most = Number.POSITIVE_INFINITY): void {
  for (const step of decideTeam(roster, server.seen()).steps.slice(0, most)) server.do(step, roster);
}

/** What people would see of a server: who is in which room of the roster with which power, and what is shown where. */
function stateOf(server: SimulatedServer, roster: Roster) {
  const aliases = [...roster.spaces, ...roster.rooms].map(({ alias }) => alias).toSorted();
  const seen = server.seen();
  return aliases.map((alias) => {
    const place = seen.places.get(alias);
    const members = [...(place?.memberships ?? [])].filter(([, membership]) => membership === "join");
    return [alias, members.map(([user]) => user).toSorted(), place?.state.get("m.room.topic")?.topic ?? ""];
  });
}

/** Rooms that only invited people join have exactly the members that the roster says. */
function expectMembers(server: SimulatedServer, roster: Roster): void {
  for (const place of roster.rooms.filter(({ join }) => join === "invited")) {
    const members = peopleOf(place, roster).map(({ id }) => id);
    if (members.length > 0) expect(joinedIn(server.at(place.alias)).toSorted()).toEqual(members.toSorted());
  }
}

const rosters = fc.array(anyRoster([]), { minLength: 1, maxLength: 6 });

describe("rosters that are applied one after the other", () => {
  it("leave nothing to do each time, and the operator in no room", () => {
    fc.assert(
      fc.property(rosters, (all) => {
        const server = new SimulatedServer();
        for (const roster of all) {
          apply(server, roster);
          expect(decideTeam(roster, server.seen()).steps).toEqual([]);
          for (const { memberships } of server.rooms.values()) expect(memberships.get(operator)).not.toBe("join");
          expectMembers(server, roster);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("end in the same state when a run is killed after any step", () => {
    fc.assert(
      fc.property(anyRoster([]), anyRoster([]), fc.nat(60), (first, second, killedAfter) => {
        const [whole, killed] = [new SimulatedServer(), new SimulatedServer()];
        for (const server of [whole, killed]) apply(server, first);
        apply(whole, second);
        apply(killed, second, killedAfter);
        apply(killed, second);
        expect(decideTeam(second, killed.seen()).steps).toEqual([]);
        expect(stateOf(killed, second)).toEqual(stateOf(whole, second));
      }),
      { numRuns: 300 },
    );
  });
});
