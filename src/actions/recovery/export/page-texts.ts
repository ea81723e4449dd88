import type { Counts } from "../../../operations/recovery/export/progress.ts";
import type { RoomInfo } from "../../../operations/recovery/export/room-info.ts";
import { plainName } from "../../../operations/recovery/export/sentences.ts";
import { anchorOf } from "../../../operations/recovery/export/shown.ts";
import type { RoomHead } from "../../../render/recovery/export/page.ts";

/** What the page says at its beginning. */
export function notesOn(counts: Counts): readonly string[] {
  const unreadable =
    counts.unreadable === 0
      ? []
      : [`${many(counts.unreadable, "message")} could not be decrypted: the keys are not in the key backup.`];
  return [
    `${many(counts.events, "event")}, ${many(counts.files, "file")}.`,
    ...unreadable,
    "The keys come from the key backup, so who sent an encrypted message is what the server says.",
  ];
}

/** What stands beside a room in the list. */
export function roomAbout({ events, unreadable }: Counts): string {
  return unreadable === 0 ? many(events, "event") : `${many(events, "event")}, ${unreadable} not readable`;
}

/** The beginning of a room on the page. */
export function roomHead(info: RoomInfo, counts: Counts): RoomHead {
  const members = info.members.filter(({ membership }) => membership === "join");
  const facts = [
    info.topic,
    `${roomAbout(counts)}, ${many(counts.files, "file")}, ${info.encrypted ? "encrypted" : "not encrypted"}${info.left ? ", left" : ""}`,
    info.predecessor === null ? null : `Continues the room ${info.predecessor}`,
    info.successor === null ? null : `Continued in the room ${info.successor}`,
  ];
  return {
    anchor: anchorOf(info.id),
    name: plainName(info.name),
    facts: facts.filter((fact) => fact !== null),
    membersTitle: many(members.length, "member"),
    members: members.map(({ name, user }) => ({ name: plainName(name ?? ""), user })),
  };
}

/** A number of things. */
export function many(count: number, what: string): string {
  return `${count.toLocaleString("en-GB")} ${what}${count === 1 ? "" : "s"}`;
}
