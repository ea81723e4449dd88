import { OlmMachine } from "@matrix-org/matrix-sdk-crypto-wasm";
import type { MemberDevice } from "./device.ts";

/** As many rounds as the specification asks for at least ("Key export format"). */
const rounds = 100_000;

/** The file that "Export room keys" writes: the message keys this device holds, sealed with a passphrase. */
export async function exportKeys({ crypto }: MemberDevice, passphrase: string): Promise<string> {
  return OlmMachine.encryptExportedRoomKeys(await crypto.exportRoomKeysAsJson(), passphrase, rounds);
}

/** Reads such a file on another device. It brings messages back; it makes no device confirmed. */
export async function importKeys({ crypto }: MemberDevice, file: string, passphrase: string): Promise<void> {
  await crypto.importRoomKeysAsJson(OlmMachine.decryptExportedRoomKeys(file, passphrase));
}
