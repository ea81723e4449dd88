import fc from "fast-check";
import type { Duration } from "../../../src/kinds/duration.ts";
import type { UserId } from "../../../src/kinds/names.ts";
import type { RosterPicture } from "../../../src/settings/team/pictures.ts";
import type { Roster, RosterMember, RosterRoom, RosterSpace } from "../../../src/settings/team/roster.ts";

const day = 86_400_000;

/** A roster with the usual roles and no rooms, which a test changes. */
function rosterWith(changes: Partial<Roster>): Roster {
  return {
    roles: { admin: 100, moderator: 50, member: 0 },
    members: [],
    spaces: [],
    rooms: [],
    policies: { recoveryWithin: (7 * day) as Duration, staleDevicesAfter: (30 * day) as Duration },
    unmanaged: [],
    ...changes,
  };
}

/** A member of acme.test. */
function rosterMember(name: string, changes: Partial<RosterMember> = {}): RosterMember {
  const usual = { email: null, role: "member", teams: [], contacts: [], joinsBy: "password" as const };
  return { id: `@${name}:acme.test` as UserId, name, ...usual, ...changes };
}

const place = {
  topic: null,
  avatar: null,
  people: "everyone" as const,
  join: "invited" as const,
  powers: {},
  guests: [],
};

/** A room for everyone. */
function rosterRoom(alias: string, changes: Partial<RosterRoom> = {}): RosterRoom {
  return { alias, name: alias, ...place, encrypted: true, history: "shared", retention: null, ...changes };
}

/** A space for everyone. */
function rosterSpace(alias: string, rooms: readonly string[], changes: Partial<RosterSpace> = {}): RosterSpace {
  return { alias, name: alias, ...place, rooms, ...changes };
}

const picture = (file: string): RosterPicture => ({ file, type: "image/png", bytes: 1, sha256: `digest of ${file}` });

const names = ["ada", "ben", "cy", "dee", "eve", "fay"] as const;
const teams = ["red", "blue"] as const;
const roomNames = ["general", "red", "blue", "lobby"] as const;

/** Rosters of a few people: `ada` is always an administrator. `stays` says who is never left out. */
export function anyRoster(stays: readonly string[]): fc.Arbitrary<Roster> {
  const member = (name: string) =>
    fc.record({
      isThere: stays.includes(name) || name === "ada" ? fc.constant(true) : fc.boolean(),
      role: name === "ada" ? fc.constant("admin") : fc.constantFrom("admin", "moderator", "member"),
      teams: fc.subarray([...teams]),
      title: fc.constantFrom(name, `${name} the second`),
    });
  const room = fc.record({
    isThere: fc.boolean(),
    join: fc.constantFrom("invited" as const, "space" as const, "server" as const),
    people: fc.constantFrom("everyone" as const, ...teams, "ada" as const),
    topic: fc.constantFrom(null, "a topic", "another topic"),
    avatar: fc.constantFrom(null, picture("a.png"), picture("b.png")),
    history: fc.constantFrom("shared" as const, "invited" as const, "joined" as const),
    moderator: fc.constantFrom(50, 60, 100),
    inSpace: fc.boolean(),
  });
  const all = fc.record({
    members: fc.tuple(...names.map(member)),
    rooms: fc.tuple(...roomNames.map(() => room)),
    hasSpace: fc.boolean(),
  });
  return all.map(({ members, rooms, hasSpace }) => {
    const here = members.map((each, index) => ({ ...each, id: names[index] ?? "" })).filter(({ isThere }) => isThere);
    const there = rooms
      .map((each, index) => ({ ...each, alias: roomNames[index] ?? "" }))
      .filter((each) => each.isThere);
    const children = there.filter(({ inSpace }) => inSpace).map(({ alias }) => alias);
    const known = new Set(here.flatMap((each) => each.teams));
    return rosterWith({
      members: here.map(({ id, role, teams, title }) => rosterMember(id, { role, teams, name: title })),
      spaces: hasSpace ? [rosterSpace("space", children)] : [],
      rooms: there.map(({ alias, join, people, topic, avatar, history, moderator, inSpace }) =>
        rosterRoom(alias, {
          topic,
          avatar,
          history,
          powers: { moderator },
          join: join === "space" && !(hasSpace && inSpace) ? "invited" : join,
          people: people === "ada" ? ada : people === "everyone" || !known.has(people) ? "everyone" : teamOf(people),
        }),
      ),
    });
  });
}

const ada = { teams: [], members: ["@ada:acme.test" as UserId] };

function teamOf(team: string) {
  return { teams: [team], members: [] };
}
