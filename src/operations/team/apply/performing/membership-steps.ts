import type { StepTable } from "../../../steps/table.ts";
import { objectOf } from "../seen.ts";
import type { TeamStep } from "../steps.ts";
import { roomOf } from "./place-steps.ts";
import type { TeamWorld } from "./world.ts";

type MembershipStep = Extract<TeamStep, { readonly kind: "join" | "invite" | "setPowers" | "remove" | "takeLeave" }>;

/** Of one kind at once. */
const atOnce = 8;

/** What those who are removed read in their client. */
const reason = "no longer among the members that the team's roster names";

/** The steps about who is in a room, and what they may do there. */
export const membershipKinds: StepTable<MembershipStep, TeamWorld> = {
  join: {
    describe: ({ alias, user }) => `put ${user} into #${alias}`,
    act: ({ alias, user }, world) => world.rooms.join(roomOf(alias, world), user),
    atOnce,
    on: ({ alias }) => alias,
  },
  invite: {
    describe: ({ alias, user }) => `invite ${user} to #${alias}`,
    act: ({ alias, user }, world) => world.rooms.invite(roomOf(alias, world), user),
    atOnce,
    on: ({ alias }) => alias,
  },
  setPowers: {
    describe: ({ alias, powers }) => `set the power levels of #${alias}: ${listed(powers)}`,
    act: async ({ alias, powers }, world) => {
      const room = roomOf(alias, world);
      const now = (await world.rooms.read(room, "m.room.power_levels")) ?? {};
      const own = objectOf(now.users ?? null)[world.operator];
      const users = own === undefined ? powers : { ...powers, [world.operator]: own };
      await world.rooms.setState(room, "m.room.power_levels", "", { ...now, users });
    },
    atOnce,
    on: ({ alias }) => alias,
  },
  remove: {
    describe: ({ alias, user }) => `remove ${user} from #${alias}`,
    act: ({ alias, user }, world) => world.rooms.kick(roomOf(alias, world), user, reason),
    atOnce,
    on: ({ alias }) => alias,
  },
  takeLeave: {
    describe: ({ alias, user }) => `let ${user}, a creator of #${alias}, leave it in their own name`,
    act: ({ alias, user }, world) => world.rooms.leaveAs(roomOf(alias, world), user),
    atOnce,
    on: ({ alias }) => alias,
  },
};

const mostListed = 5;

function listed(powers: Readonly<Record<string, number>>): string {
  const all = Object.entries(powers).toSorted(([, a], [, b]) => b - a);
  if (all.length === 0) return "no member above the others";
  const first = all.slice(0, mostListed).map(([user, level]) => `${user} ${level}`);
  return [...first, ...(all.length > mostListed ? [`and ${all.length - mostListed} more`] : [])].join(", ");
}
