import { fieldsOf, type JsonObject } from "../../../kinds/json.ts";

/** What a room is, as its state says when it is exported: `room.json`. */
export interface RoomInfo {
  readonly version: 1;
  readonly id: string;
  readonly name: string;
  readonly alias: string | null;
  readonly topic: string | null;
  readonly encrypted: boolean;
  /** Whether the member has left it. */
  readonly left: boolean;
  /** The rooms before and after an upgrade. */
  readonly predecessor: string | null;
  readonly successor: string | null;
  readonly members: readonly RoomMember[];
}

/** Someone in a room. */
export interface RoomMember {
  readonly user: string;
  readonly name: string | null;
  readonly membership: string;
}

/** Reads a room's state (Matrix client-server API, "Room events"). A room without a name is called by its people, as clients do. */
export function roomInfoIn(id: string, left: boolean, state: readonly JsonObject[], self: string): RoomInfo {
  const content = (type: string) =>
    fieldsOf(state.find((event) => event.type === type && event.state_key === "")?.content);
  const text = (value: unknown) => (typeof value === "string" && value.trim() !== "" ? value : null);
  const members = state.filter(({ type }) => type === "m.room.member").map(memberIn);
  const alias = text(content("m.room.canonical_alias").alias);
  return {
    version: 1,
    id,
    name: text(content("m.room.name").name) ?? alias ?? namesOf(members, self) ?? id,
    alias,
    topic: text(content("m.room.topic").topic),
    encrypted: text(content("m.room.encryption").algorithm) !== null,
    left,
    predecessor: text(fieldsOf(content("m.room.create").predecessor).room_id),
    successor: text(content("m.room.tombstone").replacement_room),
    members,
  };
}

function memberIn({ state_key: user, content }: JsonObject): RoomMember {
  const { displayname: name, membership } = fieldsOf(content);
  return {
    user: String(user),
    name: typeof name === "string" && name !== "" ? name : null,
    membership: typeof membership === "string" ? membership : "leave",
  };
}

function namesOf(members: readonly RoomMember[], self: string): string | null {
  const others = members.filter(({ user, membership }) => user !== self && /^(join|invite)$/.test(membership));
  const named = others.slice(0, 3).map(({ user, name }) => name ?? user);
  if (named.length === 0) return null;
  return others.length > 3 ? `${named.join(", ")} and ${others.length - 3} more` : named.join(", ");
}

/** The folder of a room: readable, and told from every other by the room's id at its end. */
export function roomFolderFor({ id, name }: Pick<RoomInfo, "id" | "name">): string {
  const readable = name
    .normalize("NFC")
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "");
  const short = [...readable].slice(0, 30).join("").replace(/-+$/, "") || "room";
  return `${short}${roomFolderEnd(id)}`;
}

/** What every folder of this room ends with, whatever it was called when it was first exported. */
export function roomFolderEnd(roomId: string): string {
  return `--${roomId
    .replace(/[^A-Za-z0-9.-]+/g, "_")
    .replace(/^_+/, "")
    .slice(0, 80)}`;
}

/** Whether a person named this room: by its id, its alias or its name. No room named is every room. */
export function isWanted({ id, alias, name }: RoomInfo, wanted: readonly string[]): boolean {
  return wanted.length === 0 || wanted.some((text) => [id, alias, name].includes(text.trim()));
}
