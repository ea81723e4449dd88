import { basename, join } from "node:path";
import { disk } from "../../../io/machine/files.ts";
import { readTemplates } from "../../../io/machine/program-files.ts";
import { linesOf, openLineFile } from "../../../io/machine/streams/line-file.ts";
import { type NewFile, newFile } from "../../../io/machine/streams/new-file.ts";
import { fieldsOf } from "../../../kinds/json.ts";
import { type Counts, parseProgress, sumOf } from "../../../operations/recovery/export/progress.ts";
import { type EventRecord, historyVersion } from "../../../operations/recovery/export/record.ts";
import { RelationIndex } from "../../../operations/recovery/export/relation-index.ts";
import { type HistoryEvent, withRelated } from "../../../operations/recovery/export/relations.ts";
import type { RoomInfo } from "../../../operations/recovery/export/room-info.ts";
import { anchorOf, roomShower } from "../../../operations/recovery/export/shown.ts";
import { type PageHead, type PageWriter, pageWriter } from "../../../render/recovery/export/page.ts";
import { notesOn, roomAbout, roomHead } from "./page-texts.ts";

/** Whose history it is, and when it was exported. */
export interface HistoryOf {
  readonly user: string;
  readonly server: string;
  readonly date: string;
}

/** A room in the folder. */
export interface HeldRoom {
  readonly info: RoomInfo;
  readonly counts: Counts;
  readonly folder: string;
  /** How much of its file is whole. */
  readonly bytes: number;
}

/** The rooms that a folder holds, by their names: those of earlier runs too. */
async function heldRooms(folder: string): Promise<readonly HeldRoom[]> {
  const rooms: HeldRoom[] = [];
  for (const path of await disk.list(join(folder, "rooms"))) {
    const [info, progress] = [await disk.read(join(path, "room.json")), await disk.read(join(path, "progress.json"))];
    const known = progress === null ? null : parseProgress(progress);
    if (info !== null && known !== null) rooms.push({ info: JSON.parse(info) as RoomInfo, folder: path, ...known });
  }
  return rooms.sort((one, other) => one.info.name.localeCompare(other.info.name, "en"));
}

/** Writes `history.jsonl` and `history.html` from all that the folder holds. Events go through one by one; only the places of edits, reactions and removals are held, a room at a time. */
export async function writeViews(folder: string, of: HistoryOf): Promise<readonly string[]> {
  const rooms = await heldRooms(folder);
  const paths = [join(folder, "history.jsonl"), join(folder, "history.html")] as const;
  const [lines, page] = [await newFile(paths[0]), await newFile(paths[1])];
  try {
    const writer = pageWriter(readTemplates());
    await lines.write(`${JSON.stringify({ record: "history", version: historyVersion, ...of })}\n`);
    await page.write(writer.head(headOf(rooms, of)));
    for (const room of rooms) await writeRoom(room, { lines, page, writer });
    await page.write(writer.foot());
    await lines.finish();
    await page.finish();
    return paths;
  } finally {
    await Promise.all([lines.abandon(), page.abandon()]);
  }
}

function headOf(rooms: readonly HeldRoom[], { user, server, date }: HistoryOf): PageHead {
  return {
    title: "Message history",
    user,
    server,
    date: `${date.slice(0, 10)} ${date.slice(11, 16)}`,
    notes: notesOn(sumOf(rooms.map(({ counts }) => counts))),
    rooms: rooms.map(({ info, counts }) => ({ anchor: anchorOf(info.id), name: info.name, about: roomAbout(counts) })),
  };
}

interface Writing {
  readonly lines: NewFile;
  readonly page: NewFile;
  readonly writer: PageWriter;
}

async function writeRoom(room: HeldRoom, { lines, page, writer }: Writing): Promise<void> {
  const { info, counts, folder } = room;
  const { members: _, ...about } = info;
  await lines.write(`${JSON.stringify({ record: "room", ...about, counts, members: info.members })}\n`);
  await page.write(writer.room(roomHead(info, counts)));
  const shower = roomShower(`rooms/${basename(folder)}`);
  for await (const event of historyOf(room)) {
    await lines.write(`${JSON.stringify(event)}\n`);
    const shown = shower.show(event);
    if (shown !== null) await page.write(writer.event(shown));
  }
  await page.write(writer.roomEnd());
}

/** The events of a room, each with what relates to it. */
async function* historyOf({ info, bytes, folder }: HeldRoom): AsyncGenerator<HistoryEvent> {
  if (bytes === 0) return;
  const path = join(folder, "events.jsonl");
  const index = new RelationIndex();
  for await (const { text, ...place } of linesOf(path, bytes)) index.add(JSON.parse(text) as EventRecord, place);
  const file = await openLineFile(path, bytes);
  try {
    const read = async (place: { readonly at: number; readonly bytes: number }) =>
      JSON.parse(await file.read(place.at, place.bytes)) as EventRecord;
    const names = new Map<string, string>();
    for await (const { text } of linesOf(path, bytes)) {
      const record = JSON.parse(text) as EventRecord;
      if (record.record !== "event") continue;
      noteName(names, record);
      const senderName = names.get(record.sender) ?? null;
      yield withRelated(record, await index.relatedTo(record.id, read), { room: info.id, senderName });
    }
  } finally {
    await file.close();
  }
}

/** Names change: what someone is called is what they were called then. */
function noteName(names: Map<string, string>, { type, stateKey, content }: EventRecord): void {
  if (type !== "m.room.member" || stateKey === undefined) return;
  const { displayname: name, membership } = fieldsOf(content);
  if (membership !== "join") return;
  if (typeof name === "string" && name !== "") names.set(stateKey, name);
  else names.delete(stateKey);
}
