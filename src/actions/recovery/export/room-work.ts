import { join } from "node:path";
import { disk } from "../../../io/machine/files.ts";
import { type LineFile, openLineFile } from "../../../io/machine/streams/line-file.ts";
import type { OwnDevice } from "../../../io/matrix/member/own-device.ts";
import { type RoomDecrypter, roomDecrypter } from "../../../io/matrix/member/room-decrypter.ts";
import type { MemberSession } from "../../../io/matrix/member/session.ts";
import type { RoomProgress } from "../../../operations/recovery/export/progress.ts";
import type { EventRecord } from "../../../operations/recovery/export/record.ts";
import type { RoomInfo } from "../../../operations/recovery/export/room-info.ts";
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

/** One room while it is read. */
export interface Work {
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

/** Begins where the last run ended. */
export async function begin(reader: RoomReader, info: RoomInfo, folder: string, before: RoomProgress): Promise<Work> {
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
