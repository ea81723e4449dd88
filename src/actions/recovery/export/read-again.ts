import { join } from "node:path";
import { linesOf } from "../../../io/machine/streams/line-file.ts";
import type { RoomDecrypter } from "../../../io/matrix/member/room-decrypter.ts";
import { fieldsOf, parseJson } from "../../../kinds/json.ts";
import { atTheBeginning, counted } from "../../../operations/recovery/export/progress.ts";
import { type EventRecord, recordOf } from "../../../operations/recovery/export/record.ts";
import { withMedia } from "./room-media.ts";
import type { Work } from "./room-work.ts";

/** Tries again what could not be read: with keys that came since the last run, or that this device was sent while it reads. */
export async function readAgain(work: Work, fromBefore: boolean): Promise<void> {
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
