import {
  DecryptionErrorCode,
  DecryptionSettings,
  DeviceId,
  MegolmDecryptionError,
  OlmMachine,
  RoomId,
  TrustRequirement,
  UserId,
} from "@matrix-org/matrix-sdk-crypto-wasm";
import { isJsonObject, type Json, type JsonObject } from "../../../kinds/json.ts";
import { type ExportedSession, loadCryptography } from "./crypto.ts";

/** What became of an encrypted event: what it says, or why it cannot be read. */
export type Decrypted =
  | { readonly kind: "readable"; readonly type: string; readonly content: JsonObject }
  | { readonly kind: "unreadable"; readonly why: "no key" | "key begins later" | "damaged" };

/** Decrypts the events of one room. Its sessions are let go with it. */
export interface RoomDecrypter {
  /** Adds sessions; gives how many of them are new. */
  add(sessions: readonly ExportedSession[]): Promise<number>;
  /** `event` as the server gave it. */
  decrypt(event: JsonObject): Promise<Decrypted>;
  close(): void;
}

/** Makes one for a room: a machine of its own, in memory, that no server ever hears of. */
export async function roomDecrypter(userId: string, roomId: string): Promise<RoomDecrypter> {
  await loadCryptography();
  const machine = await OlmMachine.initialize(new UserId(userId), new DeviceId("READER"));
  const room = new RoomId(roomId);
  const settings = new DecryptionSettings(TrustRequirement.Untrusted);
  return {
    add: async (sessions) => {
      if (sessions.length === 0) return 0;
      const { importedCount } = await machine.importExportedRoomKeys(JSON.stringify(sessions), () => undefined);
      return importedCount;
    },
    decrypt: async (event) => {
      try {
        const decrypted = await machine.decryptRoomEvent(JSON.stringify({ ...event, room_id: roomId }), room, settings);
        const text = decrypted.event;
        decrypted.free();
        return readable(JSON.parse(text));
      } catch (error) {
        return { kind: "unreadable", why: reasonOf(error) };
      }
    },
    close: () => machine.close(),
  };
}

function readable(event: Json): Decrypted {
  if (isJsonObject(event) && typeof event.type === "string" && isJsonObject(event.content))
    return { kind: "readable", type: event.type, content: event.content };
  return { kind: "unreadable", why: "damaged" };
}

function reasonOf(error: unknown): "no key" | "key begins later" | "damaged" {
  if (!(error instanceof MegolmDecryptionError)) return "damaged";
  if (error.code === DecryptionErrorCode.MissingRoomKey) return "no key";
  return error.code === DecryptionErrorCode.UnknownMessageIndex ? "key begins later" : "damaged";
}
