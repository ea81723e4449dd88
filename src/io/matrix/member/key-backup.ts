import { BackupDecryptionKey } from "@matrix-org/matrix-sdk-crypto-wasm";
import { Refusal, StackError } from "../../../errors.ts";
import { fieldsOf, parseJson } from "../../../kinds/json.ts";
import type { Secret } from "../../../kinds/secret.ts";
import { saidBy } from "./api.ts";
import { type ExportedSession, loadCryptography } from "./crypto.ts";
import type { MemberSession } from "./session.ts";

/** A member's key backup, opened (Matrix client-server API, "Server-side key backups"). */
export interface KeyBackup {
  readonly version: string;
  readonly publicKey: string;
  /** The sessions of one room. One that does not open is left out: its events are counted as unreadable. */
  sessionsOf(roomId: string): Promise<readonly ExportedSession[]>;
  /** The sessions of all rooms. */
  all(): Promise<readonly ExportedSession[]>;
}

const algorithm = "m.megolm_backup.v1.curve25519-aes-sha2";

/** Opens the newest backup with its key; null where the account has none, refused where the key is of another one. */
export async function openKeyBackup({ api }: MemberSession, key: Secret): Promise<KeyBackup | null> {
  await loadCryptography();
  const answer = await api.ask("GET", "v3/room_keys/version");
  if (answer.status === 404) return null;
  if (answer.status !== 200) throw new StackError(`The server did not give the key backup: ${saidBy(answer)}`);
  const opened = BackupDecryptionKey.fromBase64(key.reveal());
  const { public_key: publicKey } = fieldsOf(answer.body.auth_data);
  const fits = answer.body.algorithm === algorithm && publicKey === opened.megolmV1PublicKey.publicKeyBase64;
  if (!fits) throw otherBackup();
  const version = String(answer.body.version);
  const query = `?version=${encodeURIComponent(version)}`;
  const sessionsIn = (roomId: string, content: unknown) =>
    Object.entries(fieldsOf(fieldsOf(content).sessions)).flatMap(([id, backedUp]) => {
      const session = open(opened, backedUp);
      return session === null ? [] : [{ ...session, room_id: roomId, session_id: id }];
    });
  return {
    version,
    publicKey: opened.megolmV1PublicKey.publicKeyBase64,
    sessionsOf: async (roomId) => {
      const path = `v3/room_keys/keys/${encodeURIComponent(roomId)}${query}`;
      return sessionsIn(roomId, await api.expect("the keys of a room", "GET", path));
    },
    all: async () => {
      const body = await api.expect("the keys of all rooms", "GET", `v3/room_keys/keys${query}`);
      return Object.entries(fieldsOf(body.rooms)).flatMap(([roomId, content]) => sessionsIn(roomId, content));
    },
  };
}

function open(key: BackupDecryptionKey, backedUp: unknown): Readonly<Record<string, unknown>> | null {
  const { ephemeral, mac, ciphertext } = fieldsOf(fieldsOf(backedUp).session_data);
  try {
    return fieldsOf(parseJson(key.decryptV1(String(ephemeral), String(mac), String(ciphertext))));
  } catch {
    return null; // the library says why in words only
  }
}

function otherBackup(): Refusal {
  return new Refusal("The key in the account's secret storage does not open the newest key backup", {
    next: "Key storage was set up again in an app, and recovery was not. Set up recovery in your app again, then use the new recovery key. Or export the keys there to a file:  --key-file FILE",
  });
}
