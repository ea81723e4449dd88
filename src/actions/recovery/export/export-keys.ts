import { createHash, randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { Refusal } from "../../../errors.ts";
import { disk } from "../../../io/machine/files.ts";
import type { ExportedSession } from "../../../io/matrix/member/crypto.ts";
import { openKeyBackup } from "../../../io/matrix/member/key-backup.ts";
import type { MemberSession } from "../../../io/matrix/member/session.ts";
import { writeKeyExport } from "../../../keys/members/key-export.ts";
import { Secret } from "../../../kinds/secret.ts";
import { type Terminal, withProgress } from "../../terminal.ts";
import { asMember, type MemberPlace, withoutMemory } from "../members/as-member.ts";
import { type Asked, withoutPasswords } from "./export.ts";
import { openSecretStorage, withoutBackup } from "./identity.ts";

/** Whose keys, and the file for them. */
export interface KeyWishes extends MemberPlace {
  readonly file: string;
}

/** What was written. */
export interface ExportedKeys {
  readonly file: string;
  readonly sessions: number;
  readonly rooms: number;
}

/** One device for each file, without keys: runs into two files at once do not disturb each other, and what a killed run left is signed in again by the next one, and out. */
export function keysDeviceId(host: string, file: string): string {
  const place = createHash("sha256").update(`${host}\n${file}`).digest("hex");
  return `CHATKEEPEXPORTKEYS${place.slice(0, 8).toUpperCase()}`;
}

/** Writes the keys of a member's key backup as the file that clients read, under a passphrase. */
export async function exportKeys(
  terminal: Terminal,
  wishes: KeyWishes,
  asked: Pick<Asked, "password" | "recoveryKey"> & { newPassphrase(): Promise<Secret> },
): Promise<ExportedKeys> {
  if (await disk.has(wishes.file)) throw alreadyThere(wishes.file);
  const id = keysDeviceId(hostname(), wishes.file);
  const device = { id, name: "chatkeep export keys", memory: withoutMemory, withoutPasswords };
  return await asMember(wishes, asked.password, device, async (session) => {
    const { backup } = await openSecretStorage(session, asked.recoveryKey);
    if (backup === null) throw withoutBackup();
    const passphrase = await asked.newPassphrase();
    return await withProgress(terminal, "reading the key backup", async (line) => {
      const sessions = await allSessions(session, backup);
      line.say(`writing ${sessions.length} keys`);
      const text = await writeKeyExport(new Secret(JSON.stringify(sessions)), passphrase, randomBytes);
      await disk.write(wishes.file, text, 0o600);
      const rooms = new Set(sessions.map(({ room_id: room }) => room)).size;
      return { file: wishes.file, sessions: sessions.length, rooms };
    });
  });
}

async function allSessions(session: MemberSession, key: Secret): Promise<readonly ExportedSession[]> {
  const backup = await openKeyBackup(session, key);
  if (backup === null) throw withoutBackup();
  return await backup.all();
}

function alreadyThere(file: string): Refusal {
  return new Refusal(`The file ${file} exists already, and is not overwritten`, {
    next: "Name another file:  --to FILE",
  });
}
