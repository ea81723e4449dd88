import { SettingsError } from "../../../errors.ts";
import { disk } from "../../../io/machine/files.ts";
import type { ExportedSession } from "../../../io/matrix/member/crypto.ts";
import { readKeyExport } from "../../../keys/members/key-export.ts";
import { parseJson } from "../../../kinds/json.ts";
import { Secret } from "../../../kinds/secret.ts";

/** Where the sessions of a room come from. */
export interface SessionSource {
  sessionsOf(roomId: string): Promise<readonly ExportedSession[]>;
}

/** Reads the sessions in a key-export file. */
export async function sessionsInKeyFile(path: string, passphrase: Secret): Promise<SessionSource> {
  const text = await disk.read(path);
  if (text === null) throw wrong(path, "the file does not exist", "Write the path of the file that your app exported.");
  const opened = await readKeyExport(text, passphrase);
  if (!(opened instanceof Secret)) {
    const [found, write] = explained[opened];
    throw wrong(path, found, write);
  }
  const byRoom = Map.groupBy(sessionsIn(opened), ({ room_id: room }) => room);
  return { sessionsOf: async (roomId) => byRoom.get(roomId) ?? [] };
}

const explained = {
  "not-a-key-file": ["this is no file of exported keys", "In Element: Settings, Encryption, Export keys."],
  "unknown-version": ["this is a file of exported keys of a kind that is not known", "Export the keys again."],
  "wrong-passphrase-or-damaged": [
    "the passphrase is another one, or the file was damaged: it cannot be told which",
    "Type the passphrase of the export again, or copy the file again.",
  ],
} as const;

function sessionsIn(opened: Secret): readonly ExportedSession[] {
  const list = parseJson(opened.reveal());
  return Array.isArray(list) ? list.filter(isSession) : [];
}

function isSession(value: unknown): value is ExportedSession {
  if (typeof value !== "object" || value === null) return false;
  return typeof Reflect.get(value, "room_id") === "string" && typeof Reflect.get(value, "session_id") === "string";
}

function wrong(file: string, found: string, write: string): SettingsError {
  return new SettingsError([{ file, line: null, key: "--key-file", found, write }]);
}
