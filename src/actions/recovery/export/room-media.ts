import { join } from "node:path";
import { fetchMedia } from "../../../io/matrix/member/media.ts";
import { fileNameFor, mediaIn } from "../../../operations/recovery/export/media.ts";
import type { EventRecord, SavedMedia } from "../../../operations/recovery/export/record.ts";
import type { Work } from "./room-work.ts";

/** How many files are fetched at a time. */
const fetchesAtOnce = 4;

/** Fetches the files of some events, and says of each where it lies or why it does not. */
export async function withMedia(work: Work, records: readonly EventRecord[]): Promise<readonly EventRecord[]> {
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
