import { initAsync, LoggerLevel, Tracing } from "@matrix-org/matrix-sdk-crypto-wasm";

let isReady = false;

/** Loads the cryptography of the clients (matrix-sdk-crypto), once, and lets it say nothing: it would write to the console. */
export async function loadCryptography(): Promise<void> {
  if (isReady) return;
  await initAsync();
  if (Tracing.isAvailable()) new Tracing(LoggerLevel.Error).turnOff();
  isReady = true;
}

/** A Megolm session as clients export it (Matrix client-server API, "ExportedSessionData"); only what we look at is named. */
export interface ExportedSession {
  readonly room_id: string;
  readonly session_id: string;
  readonly [field: string]: unknown;
}
