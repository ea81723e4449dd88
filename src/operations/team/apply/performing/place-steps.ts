import { StackError } from "../../../../errors.ts";
import type { StepTable } from "../../../steps/table.ts";
import type { NewPlace, TeamStep } from "../steps.ts";
import { joinContent } from "../wanted.ts";
import type { TeamWorld } from "./world.ts";

type PlaceStep = Extract<
  TeamStep,
  {
    readonly kind:
      | "freeAlias"
      | "makeSpace"
      | "makeRoom"
      | "enter"
      | "setState"
      | "setPicture"
      | "setJoin"
      | "addToSpace"
      | "takeFromSpace"
      | "leave"
      | "leaveOther";
  }
>;

/** Of one kind at once: each is about a room of its own, or about one thing of a room. */
const atOnce = 8;

/** Creators stand above all from this version on, and are known before anyone is in the room (Matrix spec, room version 12). */
const roomVersion = "12";

/** The steps about rooms and spaces themselves. */
export const placeKinds: StepTable<PlaceStep, TeamWorld> = {
  freeAlias: {
    describe: ({ alias, room }) =>
      `take the alias #${alias} from ${room}, which has no member left and cannot be entered`,
    act: async ({ alias }, world) => {
      await world.rooms.removeAlias(fullAlias(alias, world));
      world.places.delete(alias);
    },
  },
  // One after the other: a space may be for members of one that is made before it.
  makeSpace: {
    describe: ({ place }) => `make the space #${place.alias} (${place.name})`,
    evidence: evidenceOfNew,
    act: makePlace,
  },
  makeRoom: {
    describe: ({ place }) => `make the room #${place.alias} (${place.name})`,
    evidence: evidenceOfNew,
    act: makePlace,
    atOnce,
  },
  enter: {
    describe: ({ alias }) => `let the operator into #${alias}`,
    act: ({ alias, through }, world) => world.rooms.enter(roomOf(alias, world), through),
    atOnce,
  },
  setState: {
    describe: ({ alias, state }) => `set ${whatOf(state.type)} of #${alias}`,
    act: ({ alias, state }, world) => world.rooms.setState(roomOf(alias, world), state.type, "", state.content),
    atOnce,
  },
  // One after the other: Synapse makes the smaller copies of one picture at a time. A run that is killed in between leaves a file that no room shows.
  setPicture: {
    describe: ({ alias, picture }) => `set the picture of #${alias}: ${picture.file}`,
    act: async ({ alias, picture }, world) => {
      const { type: mimetype, bytes: size } = picture;
      const url = await world.media.upload({ type: mimetype, bytes: await world.bytesOf(picture) });
      await world.rooms.setState(roomOf(alias, world), "m.room.avatar", "", { url, info: { mimetype, size } });
    },
  },
  setJoin: {
    describe: ({ alias, join }) => `set who may join #${alias}: ${whoJoins[join.rule]}`,
    act: async ({ alias, join }, world) => {
      const content = joinContent(join, (space) => world.places.get(space) ?? null);
      if (content !== null) await world.rooms.setState(roomOf(alias, world), "m.room.join_rules", "", content);
    },
    atOnce,
  },
  addToSpace: {
    describe: ({ alias, child }) => `show #${child} in the space #${alias}`,
    act: ({ alias, child }, world) =>
      world.rooms.setState(roomOf(alias, world), "m.space.child", roomOf(child, world), { via: [world.serverName] }),
    atOnce,
  },
  takeFromSpace: {
    describe: ({ alias, shown }) => `show ${shown} no longer in the space #${alias}`,
    act: ({ alias, room }, world) => world.rooms.setState(roomOf(alias, world), "m.space.child", room, {}),
    atOnce,
  },
  leave: {
    describe: ({ alias }) => `let the operator leave #${alias}`,
    act: ({ alias }, world) => world.rooms.leave(roomOf(alias, world)),
    atOnce,
  },
  leaveOther: {
    describe: ({ shown }) => `let the operator leave ${shown}, where a run was killed`,
    act: ({ room }, world) => world.rooms.leave(room),
    atOnce,
  },
};

const whoJoins = {
  invited: "only who is invited",
  space: "members of its spaces",
  server: "everyone on the server",
} as const;

function evidenceOfNew({ place: { alias, name, creators } }: { readonly place: NewPlace }) {
  return { alias, name, creators };
}

/** One that a killed run made without its line in the journal is found by its alias. */
async function makePlace({ place }: { readonly place: NewPlace }, world: TeamWorld): Promise<void> {
  const { alias, name, space, creators, powers, join, state } = place;
  const content = joinContent(join, (each) => world.places.get(each) ?? null);
  const joining = content === null ? [] : [{ type: "m.room.join_rules", content }];
  const room = await world.rooms.create({
    alias,
    version: roomVersion,
    name,
    creation: { ...(space ? { type: "m.space" } : {}), additional_creators: creators },
    powers: { users: powers, invite: 0, ...(space ? { events_default: 100 } : {}) },
    state: [...state.filter((each) => Object.keys(each.content).length > 0 && each.content.topic !== ""), ...joining],
  });
  world.places.set(alias, room);
}

/** What a type of state is to people. */
function whatOf(type: string): string {
  const names: Readonly<Record<string, string>> = {
    "m.room.name": "the name",
    "m.room.topic": "the topic",
    "m.room.history_visibility": "what newcomers can read",
    "m.room.encryption": "the encryption",
    "m.room.retention": "how long messages are kept",
    "m.room.guest_access": "that no guests without account enter",
  };
  return names[type] ?? type;
}

function fullAlias(alias: string, { serverName }: TeamWorld): string {
  return `#${alias}:${serverName}`;
}

/** The room that an alias stands for, once it is there. */
export function roomOf(alias: string, world: Pick<TeamWorld, "places">): string {
  const room = world.places.get(alias);
  if (room === undefined) throw new StackError(`The room #${alias} is not there`, { next: "Run the command again." });
  return room;
}
