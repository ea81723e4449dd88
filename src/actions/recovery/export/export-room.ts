import { join } from "node:path";
import { disk } from "../../../io/machine/files.ts";
import { type MemberRoom, nextPage, type Page, stateOf } from "../../../io/matrix/member/rooms.ts";
import type { JsonObject } from "../../../kinds/json.ts";
import { atTheBeginning, type Counts, counted, parseProgress } from "../../../operations/recovery/export/progress.ts";
import { type EventRecord, isEncrypted, recordOf } from "../../../operations/recovery/export/record.ts";
import {
  isWanted,
  type RoomInfo,
  roomFolderEnd,
  roomFolderFor,
  roomInfoIn,
} from "../../../operations/recovery/export/room-info.ts";
import { many } from "./page-texts.ts";
import { readAgain } from "./read-again.ts";
import { withMedia } from "./room-media.ts";
import { begin, type RoomReader, type Work } from "./room-work.ts";

/** What became of a room in this run. */
export interface ExportedRoom {
  readonly info: RoomInfo;
  readonly folder: string;
  readonly before: Counts;
  readonly counts: Counts;
}

/** Small enough to hold two of them, large enough to be quick: Synapse gives at most 1,000. */
const pageSize = 500;

/** Continues the export of a room where the last run ended; null where it is not wanted, or the member may read nothing there. */
export async function exportRoom(reader: RoomReader, room: MemberRoom): Promise<ExportedRoom | null> {
  const state = await stateOf(reader.session, room.id);
  if (state === null) return null;
  const info = roomInfoIn(room.id, room.left, state, reader.session.userId);
  if (!isWanted(info, reader.wanted)) return null;
  const folder = await folderOf(reader.folder, info);
  const before = parseProgress((await disk.read(join(folder, "progress.json"))) ?? "") ?? atTheBeginning;
  const work = await begin(reader, info, folder, before);
  try {
    await readOn(work);
    await readAgain(work, before.counts.unreadable > 0);
    await disk.write(join(folder, "room.json"), `${JSON.stringify(info)}\n`, 0o600);
    return { info, folder, before: before.counts, counts: work.progress().counts };
  } finally {
    await work.close();
  }
}

async function folderOf(parent: string, info: RoomInfo): Promise<string> {
  const end = roomFolderEnd(info.id);
  const there = (await disk.list(parent)).find((path) => path.endsWith(end));
  return there ?? join(parent, roomFolderFor(info));
}

/** Reads page after page to the end; the next one is asked for while this one is decrypted and written. */
async function readOn(work: Work): Promise<void> {
  const { session } = work.reader;
  const ask = (from: string | null) => quietly(nextPage(session, work.info.id, from, pageSize));
  const pending = new Set(work.progress().seen);
  let window: readonly { readonly from: string | null; readonly ids: readonly string[] }[] = [];
  let from = work.progress().from;
  let asked: Promise<Page> | null = ask(from);
  while (asked !== null) {
    const { events, next }: Page = await asked;
    asked = next === null ? null : ask(next);
    const ids = events.map(({ event_id: id }) => String(id));
    const fresh = events.filter((event) => !pending.delete(String(event.event_id)));
    const records = await recordsOf(work, fresh);
    if (ids.length > 0) window = [...window, { from, ids }].slice(-2);
    const counts = counted(work.progress().counts, records);
    const seen = [...window.flatMap((page) => page.ids), ...pending];
    if (records.length > 0) await work.commit(records, { from: window[0]?.from ?? from, seen, counts });
    work.reader.say(`${work.info.name}: ${many(counts.events, "event")}, ${many(counts.files, "file")}`);
    from = next;
  }
}

/** What was asked for ahead may fail before anyone waits for it. */
function quietly<Result>(promise: Promise<Result>): Promise<Result> {
  promise.catch(() => undefined);
  return promise;
}

async function recordsOf(work: Work, events: readonly JsonObject[]): Promise<readonly EventRecord[]> {
  const records: EventRecord[] = [];
  for (const event of events) {
    const reading = isEncrypted(event) ? await (await work.decrypter()).decrypt(event) : null;
    const record = recordOf(event, reading);
    if (record !== null) records.push(record);
  }
  return await withMedia(work, records);
}
