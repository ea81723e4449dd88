import fc from "fast-check";
import type { Json } from "../../../src/kinds/json.ts";

/** A room of such a roster. */
type WrittenRoom = {
  readonly alias: string;
  readonly topic: string;
  readonly join: string;
  readonly people: "everyone" | { readonly members: readonly string[] };
};

/** A roster as it is written, of what a test reads again. */
export type WrittenTeam = Readonly<Record<string, Json>> & { readonly rooms: readonly WrittenRoom[] };

/** Everyone stays a member: an account that was closed cannot come back. What they are and where they belong changes. */
export function anyTeam(id: (name: string) => string): fc.Arbitrary<WrittenTeam> {
  const role = fc.constantFrom("admin", "moderator", "member");
  const teams = fc.subarray(["red", "blue"]);
  const room = (alias: string) =>
    fc.record({
      alias: fc.constant(alias),
      name: fc.constantFrom(`Room ${alias}`, `The ${alias}`),
      topic: fc.constantFrom("one", "two"),
      join: fc.constantFrom("invited", "server"),
      history: fc.constantFrom("shared", "joined"),
      people: fc.constantFrom<WrittenRoom["people"]>(
        "everyone",
        { members: [id("ada")] },
        { members: [id("ben"), id("cy")] },
      ),
      powers: fc.constantFrom({}, { moderator: 70 }),
    });
  return fc
    .tuple(role, role, teams, teams, room("apl-general"), room("apl-red"), fc.subarray(["apl-general", "apl-red"]))
    .map(([ben, cy, bens, cys, general, red, shown]) => ({
      members: [
        { id: id("ada"), name: "Ada", role: "admin" },
        { id: id("ben"), name: "Ben", role: ben, teams: bens },
        { id: id("cy"), name: "Cy", role: cy, teams: cys },
      ],
      spaces: [{ alias: "apl-space", name: "Space", rooms: shown }],
      rooms: [general, red],
    }));
}
