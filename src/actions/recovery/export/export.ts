import { join } from "node:path";
import { SettingsError } from "../../../errors.ts";
import { systemClock } from "../../../io/machine/clock.ts";
import { type KeyBackup, openKeyBackup } from "../../../io/matrix/member/key-backup.ts";
import { type OwnDevice, signedDevice } from "../../../io/matrix/member/own-device.ts";
import { roomsOf } from "../../../io/matrix/member/rooms.ts";
import type { MemberSession } from "../../../io/matrix/member/session.ts";
import type { Recipient } from "../../../keys/recipients.ts";
import type { Secret } from "../../../kinds/secret.ts";
import { type Counts, sumOf } from "../../../operations/recovery/export/progress.ts";
import { isWanted } from "../../../operations/recovery/export/room-info.ts";
import { type Progress, type Terminal, withProgress } from "../../terminal.ts";
import { asMember, type MemberPlace } from "../members/as-member.ts";
import { newDeviceId, openExportFolder } from "./export-folder.ts";
import { type ExportedRoom, exportRoom } from "./export-room.ts";
import { type AskRecoveryKey, openSecretStorage, withoutBackup, withoutIdentity } from "./identity.ts";
import { sealFolder } from "./seal-folder.ts";
import { type SessionSource, sessionsInKeyFile } from "./sessions.ts";
import { writeViews } from "./views.ts";

/** What is exported, and to where. */
export interface ExportWishes extends MemberPlace {
  readonly folder: string;
  /** Ids or names of rooms; none named is all of them. */
  readonly rooms: readonly string[];
  readonly media: boolean;
  /** A key-export file in place of the key backup. */
  readonly keyFile: string | null;
  /** Who can open the result; none named leaves it open. */
  readonly recipients: readonly Recipient[];
}

/** The secrets that are asked for, each once and when it is needed. */
export interface Asked {
  password(): Promise<Secret>;
  recoveryKey: AskRecoveryKey;
  keyFilePassphrase(): Promise<Secret>;
}

/** An export signs in as a device of its own, and only a password makes one here. */
export const withoutPasswords = "an export needs one, so ask an administrator.";

/** What the export came to. */
export interface Exported {
  readonly user: string;
  readonly rooms: readonly ExportedRoom[];
  /** What this run added. */
  readonly added: number;
  /** All that the folder holds of the rooms of this run. */
  readonly counts: Counts;
  readonly files: readonly string[];
}

/** Exports a member's history into a folder, or continues it there. */
export async function exportHistory(terminal: Terminal, wishes: ExportWishes, asked: Asked): Promise<Exported> {
  const folder = await openExportFolder(wishes.folder, wishes.user);
  try {
    const device = { id: newDeviceId(), name: "chatkeep export", memory: folder, withoutPasswords };
    const done = await asMember(wishes, asked.password, device, async (session) => {
      const keys = await keysFor(session, wishes, asked);
      return await withProgress(terminal, "reading the list of rooms", (line) =>
        exportAll(session, keys, wishes, line),
      );
    });
    const written = await writeViews(wishes.folder, {
      user: wishes.user,
      server: done.server,
      date: systemClock.now().toISOString(),
    });
    const files = wishes.recipients.length === 0 ? written : [await sealFolder(wishes.folder, wishes.recipients)];
    return { ...summary(wishes.user, done.rooms), files };
  } finally {
    await folder.close();
  }
}

interface Keys {
  readonly sessions: SessionSource;
  readonly device: OwnDevice | null;
  /** Where the device puts what it received; null where it receives nothing. */
  readonly backup: KeyBackup | null;
}

/** With a key file the device publishes no keys: others cannot send to it, and no one takes it for an unconfirmed one. */
async function keysFor(session: MemberSession, { keyFile }: ExportWishes, asked: Asked): Promise<Keys> {
  if (keyFile !== null)
    return { sessions: await sessionsInKeyFile(keyFile, await asked.keyFilePassphrase()), device: null, backup: null };
  const stored = await openSecretStorage(session, asked.recoveryKey);
  const backup = stored.backup === null ? null : await openKeyBackup(session, stored.backup);
  if (backup === null) throw withoutBackup();
  if (stored.crossSigning === null) throw withoutIdentity();
  return { sessions: backup, backup, device: await signedDevice(session, stored.crossSigning) };
}

/** What others sent to the device meanwhile goes into the key backup: with the device it would be lost, if the member has no other one. */
async function exportAll(session: MemberSession, keys: Keys, wishes: ExportWishes, line: Progress) {
  const { device, backup } = keys;
  try {
    const exported = await exportRooms(session, keys, wishes, line);
    await device?.receive();
    if (backup !== null) await device?.backUp(backup);
    return exported;
  } finally {
    device?.close();
  }
}

async function exportRooms(session: MemberSession, keys: Keys, wishes: ExportWishes, line: Progress) {
  const rooms = await roomsOf(session);
  const folder = join(wishes.folder, "rooms");
  const exported: ExportedRoom[] = [];
  for (const [index, room] of rooms.entries()) {
    const say = (text: string) => line.say(`room ${index + 1} of ${rooms.length}, ${text}`);
    const one = await exportRoom({ session, folder, ...keys, media: wishes.media, wanted: wishes.rooms, say }, room);
    if (one !== null) exported.push(one);
  }
  const missing = wishes.rooms.filter((text) => !exported.some(({ info }) => isWanted(info, [text])));
  if (missing.length > 0) throw noSuchRoom(missing);
  return { rooms: exported, server: session.api.baseUrl };
}

function noSuchRoom(missing: readonly string[]): SettingsError {
  return new SettingsError(
    missing.map((text) => ({
      file: null,
      line: null,
      key: "--room",
      found: `no room that you are in, or have left, is called \`${text}\``,
      write: "Write its name as your app shows it, its alias or its id.",
    })),
  );
}

function summary(user: string, rooms: readonly ExportedRoom[]): Omit<Exported, "files"> {
  const counts = sumOf(rooms.map((room) => room.counts));
  const before = sumOf(rooms.map((room) => room.before));
  return { user, rooms, added: counts.events - before.events, counts };
}
