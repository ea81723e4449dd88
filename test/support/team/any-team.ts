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
    .tuple(role, role, teams, teams, room("rnd-general"), room("rnd-red"), fc.subarray(["rnd-general", "rnd-red"]))
    .map(([ben, cy, bens, cys, general, red, shown]) => ({
      members: [
        { id: id("ada"), name: "Ada", role: "admin" },
        { id: id("ben"), name: "Ben", role: ben, teams: bens },
        { id: id("cy"), name: "Cy", role: cy, teams: cys },
      ],
      spaces: [{ alias: "rnd-space", name: "Space", rooms: shown }],
      rooms: [general, red],
    }));
}

/** People who come and leave for good, one roster after the other: `leaving` are those who were in the one before. */
export interface WrittenComing {
  readonly roster: Readonly<Record<string, Json>>;
  readonly here: readonly string[];
  readonly leaving: readonly string[];
}

/** Each person belongs to some rosters in a row, or to none: an account that was closed cannot come back. */
export function anyComing(
  id: (name: string) => string,
  alias: string,
  steps: number,
): fc.Arbitrary<readonly WrittenComing[]> {
  const stay = fc.tuple(fc.nat(steps), fc.nat(steps), fc.constantFrom("moderator", "member"));
  return fc.array(stay, { minLength: 2, maxLength: steps + 1 }).map((stays) =>
    Array.from({ length: steps }, (_, step) => {
      const at = (when: number) => (each: (typeof stays)[number]) =>
        Math.min(each[0], each[1]) <= when && when < Math.max(each[0], each[1]);
      const names = (when: number) => stays.flatMap((each, index) => (at(when)(each) ? [id(`p${index}`)] : []));
      const people = stays.flatMap((each, index) =>
        at(step)(each) ? [{ id: id(`p${index}`), name: `Person ${index}`, role: each[2] }] : [],
      );
      const [here, before] = [names(step), step === 0 ? [] : names(step - 1)];
      const admin = { id: id("lead"), name: "Lead", role: "admin" };
      return {
        roster: { members: [admin, ...people], rooms: [{ alias, name: "Coming" }] },
        here: [admin.id, ...here],
        leaving: before.filter((name) => !here.includes(name)),
      };
    }),
  );
}
