import { join } from "node:path";
import { disk } from "../../../io/machine/files.ts";
import { type LineFile, linesOf, openLineFile } from "../../../io/machine/streams/line-file.ts";
import { fetchMedia } from "../../../io/matrix/member/media.ts";
import type { OwnDevice } from "../../../io/matrix/member/own-device.ts";
import { type RoomDecrypter, roomDecrypter } from "../../../io/matrix/member/room-decrypter.ts";
import { type MemberRoom, nextPage, type Page, stateOf } from "../../../io/matrix/member/rooms.ts";
import type { MemberSession } from "../../../io/matrix/member/session.ts";
import { fieldsOf, type JsonObject, parseJson } from "../../../kinds/json.ts";
import { fileNameFor, mediaIn } from "../../../operations/recovery/export/media.ts";
import {
  atTheBeginning,
  type Counts,
  counted,
  parseProgress,
  type RoomProgress,
} from "../../../operations/recovery/export/progress.ts";
import {
  type EventRecord,
  isEncrypted,
  recordOf,
  type SavedMedia,
} from "../../../operations/recovery/export/record.ts";
import {
  isWanted,
  type RoomInfo,
  roomFolderEnd,
  roomFolderFor,
  roomInfoIn,
} from "../../../operations/recovery/export/room-info.ts";
import type { SessionSource } from "./sessions.ts";

/** What exporting rooms needs. */
export interface RoomReader {
  readonly session: MemberSession;
  /** The folder with a folder for each room. */
  readonly folder: string;
  readonly sessions: SessionSource;
  /** The device that may be sent new sessions; null where there is none. */
  readonly device: OwnDevice | null;
  readonly media: boolean;
  /** The rooms that are wanted; none named is every room. */
  readonly wanted: readonly string[];
  say(text: string): void;
}

/** What became of a room in this run. */
export interface ExportedRoom {
  readonly info: RoomInfo;
  readonly folder: string;
  readonly before: Counts;
  readonly counts: Counts;
}

/** Small enough to hold two of them, large enough to be quick: Synapse gives at most 1,000. */
const pageSize = 500;

/** How many files are fetched at a time. */
const fetchesAtOnce = 4;

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

/** One room while it is read. */
interface Work {
  readonly reader: RoomReader;
  readonly info: RoomInfo;
  readonly folder: string;
  readonly lines: LineFile;
  progress(): RoomProgress;
  /** Adds records, then writes down how far it is: a killed run leaves both or none. */
  commit(records: readonly EventRecord[], next: Pick<RoomProgress, "from" | "seen" | "counts">): Promise<void>;
  /** The room's decrypter, made when the first event needs it. */
  decrypter(): Promise<RoomDecrypter>;
  close(): Promise<void>;
}

async function begin(reader: RoomReader, info: RoomInfo, folder: string, before: RoomProgress): Promise<Work> {
  const lines = await openLineFile(join(folder, "events.jsonl"), before.bytes);
  let progress = before;
  let making: Promise<RoomDecrypter> | null = null;
  const make = async () => {
    const decrypter = await roomDecrypter(reader.session.userId, info.id);
    await decrypter.add(await reader.sessions.sessionsOf(info.id));
    return decrypter;
  };
  return {
    reader,
    info,
    folder,
    lines,
    progress: () => progress,
    commit: async (records, next) => {
      await lines.append(records.map((record) => JSON.stringify(record)));
      progress = { version: 1, bytes: lines.bytes(), ...next };
      await disk.write(join(folder, "progress.json"), `${JSON.stringify(progress)}\n`, 0o600);
    },
    decrypter: () => {
      making ??= make();
      return making;
    },
    close: async () => {
      await lines.close();
      if (making !== null) (await making.catch(() => null))?.close();
    },
  };
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
    work.reader.say(`${work.info.name}: ${counts.events} events, ${counts.files} files`);
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

async function withMedia(work: Work, records: readonly EventRecord[]): Promise<readonly EventRecord[]> {
  if (!work.reader.media) return records;
  const saved = new Map<string, SavedMedia>();
  const waiting = records.flatMap((record) => {
    const media = record.removed === undefined && record.unreadable === undefined ? mediaIn(record.content) : null;
    return media === null ? [] : [{ record, media }];
  });
  const fetchNext = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      saved.set(next.record.id, await saveOne(work, next.record.id, next.media));
  };
  await Promise.all(Array.from({ length: fetchesAtOnce }, fetchNext));
  return records.map((record) => {
    const media = saved.get(record.id);
    return media === undefined ? record : { ...record, media };
  });
}

async function saveOne(work: Work, id: string, media: NonNullable<ReturnType<typeof mediaIn>>): Promise<SavedMedia> {
  const { name } = media;
  const file = `media/${fileNameFor(id, name)}`;
  const fetched = await fetchMedia(work.reader.session.api, media, join(work.folder, file));
  switch (fetched.kind) {
    case "saved":
      return { file, name, bytes: fetched.bytes };
    case "missing":
      return { problem: `the server does not have it (${fetched.status})`, name };
    case "altered":
      return { problem: "its bytes are not those that its sender sent", name };
    default:
      return fetched satisfies never;
  }
}

/** Tries again what could not be read: with keys that came since the last run, or that this device was sent while it reads. */
async function readAgain(work: Work, fromBefore: boolean): Promise<void> {
  if (work.progress().counts.unreadable === 0) return;
  const received = await receivedSessions(work);
  if (!fromBefore && received.length === 0) return;
  const decrypter = await work.decrypter();
  await decrypter.add(received);
  const path = join(work.folder, "events.jsonl");
  const { bytes } = work.progress();
  const still = await unreadableIn(path, bytes);
  const found: EventRecord[] = [];
  for await (const { text } of linesOf(path, bytes)) {
    const record = JSON.parse(text) as EventRecord;
    if (record.record !== "event" || !still.has(record.id)) continue;
    const again = await decryptedAgain(decrypter, record);
    if (again !== null) found.push(again);
  }
  const readable = await withMedia(work, found);
  const { counts, from, seen } = work.progress();
  const files = counted(atTheBeginning.counts, readable);
  const now = {
    ...counts,
    unreadable: counts.unreadable - readable.length,
    files: counts.files + files.files,
    filesMissing: counts.filesMissing + files.filesMissing,
  };
  if (readable.length > 0) await work.commit(readable, { from, seen, counts: now });
}

async function receivedSessions({ reader, info }: Work) {
  if (reader.device === null) return [];
  await reader.device.receive();
  return await reader.device.sessionsOf(info.id);
}

async function unreadableIn(path: string, bytes: number): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  for await (const { text } of linesOf(path, bytes)) {
    const { record, id, unreadable } = fieldsOf(parseJson(text));
    if (unreadable !== undefined) ids.add(String(id));
    else if (record === "decrypted") ids.delete(String(id));
  }
  return ids;
}

async function decryptedAgain(decrypter: RoomDecrypter, record: EventRecord): Promise<EventRecord | null> {
  const event = {
    event_id: record.id,
    sender: record.sender,
    type: "m.room.encrypted",
    origin_server_ts: record.at === null ? 0 : Date.parse(record.at),
    content: record.content,
  };
  const reading = await decrypter.decrypt(event);
  if (reading.kind === "unreadable") return null;
  const again = recordOf(event, reading);
  return again === null ? null : { ...again, record: "decrypted" };
}
