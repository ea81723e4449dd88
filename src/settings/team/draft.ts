import * as z from "zod";
import type { ServerName, UserId } from "../../kinds/names.ts";
import type { Settings } from "../settings.ts";
import type { Complaint } from "./complaint.ts";
import { memberFields, policyFields, roomFields, spaceFields, topFields } from "./fields/definitions.ts";
import type { PictureFacts } from "./pictures.ts";
import { type Fielded, readFields, readList } from "./read-fields.ts";

/** The settings of a stack that its roster depends on. */
export type RosterSettings = Pick<
  Settings,
  "serverName" | "federation" | "registration" | "messageRetention" | "uploadSize"
>;

/** What a roster is judged against: those, and the files that it names. */
export interface RosterGrounds extends RosterSettings {
  readonly pictures: PictureFacts;
}

type MemberFields = ReturnType<typeof memberFields>;
type SpaceFields = ReturnType<typeof spaceFields>;
type RoomFields = ReturnType<typeof roomFields>;

/** A member as far as what was written of them could be read. */
export type DraftMember = Fielded<MemberFields>;
/** A space, likewise. */
export type DraftSpace = Fielded<SpaceFields>;
/** A room, likewise. */
export type DraftRoom = Fielded<RoomFields>;

/** A roster as far as it could be read, before its parts are held against each other. */
export interface Draft {
  readonly settings: RosterSettings;
  readonly pictures: PictureFacts;
  readonly roles: Readonly<Record<string, number>>;
  readonly members: readonly DraftMember[];
  readonly spaces: readonly DraftSpace[];
  readonly rooms: readonly DraftRoom[];
  readonly policies: Fielded<typeof policyFields>;
  /** null for one that could not be read. */
  readonly unmanaged: readonly (UserId | null)[];
  readonly complaints: readonly Complaint[];
}

/** The roles that are always there. */
const usualRoles: Readonly<Record<string, number>> = { admin: 100, moderator: 50, member: 0 };

/** Reads every field of a roster for itself. */
export function draftOf(values: unknown, { pictures, ...settings }: RosterGrounds): Draft {
  const server = settings.serverName;
  const written = typeof values === "object" && values !== null && !Array.isArray(values) ? values : {};
  const part = (key: string): unknown => (Object.hasOwn(written, key) ? Reflect.get(written, key) : undefined);
  const members = readList(memberFields(server), part("members"), ["members"]);
  const spaces = readList(spaceFields(server), part("spaces"), ["spaces"]);
  const rooms = readList(roomFields(server), part("rooms"), ["rooms"]);
  const policies = readFields(policyFields, part("policies") ?? {}, ["policies"]);
  const top = readFields(shallow(server), values, []);
  return {
    settings,
    pictures,
    roles: { ...usualRoles, ...namedRoles(part("roles")), ...top.readable.roles },
    members: members.items,
    spaces: spaces.items,
    rooms: rooms.items,
    policies,
    unmanaged: top.readable.unmanaged ?? [],
    complaints: [...top.complaints, ...[members, spaces, rooms, policies].flatMap(({ complaints }) => complaints)],
  };
}

/** A role whose power level is wrong is a role all the same. */
function namedRoles(written: unknown): Readonly<Record<string, number>> {
  const isGroup = typeof written === "object" && written !== null && !Array.isArray(written);
  return Object.fromEntries(isGroup ? Object.keys(written).map((name) => [name, 0]) : []);
}

/** The top of a roster, with what is read elsewhere taken as it is. */
function shallow(server: ServerName) {
  const { roles, unmanaged, ...others } = topFields(server);
  const anything = z.unknown();
  const elsewhere = Object.fromEntries(Object.keys(others).map((key) => [key, anything]));
  return { roles, unmanaged, ...elsewhere };
}

/** Spaces and rooms. */
export function placesOf({ spaces, rooms }: Draft): readonly (DraftSpace | DraftRoom)[] {
  return [...spaces, ...rooms];
}
