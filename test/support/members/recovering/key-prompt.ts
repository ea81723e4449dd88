import { type CryptoCallbacks, decodeRecoveryKey } from "matrix-js-sdk/lib/crypto-api/index.js";
import type { ServerSideSecretStorage } from "matrix-js-sdk/lib/secret-storage.js";

/** The field in which a client asks for the recovery key: what is typed there opens secret storage, and nothing else does. */
export interface KeyPrompt {
  readonly callbacks: CryptoCallbacks;
  /** Types a key, as it is printed. Throws where it is not one: a wrong letter is found by its parity byte. */
  type(recoveryKey: string): void;
  /** Closes the field: the client must ask again. */
  forget(): void;
  /** Tells the client whose storage the key is held against. */
  askFor(storage: ServerSideSecretStorage): void;
}

/**
 * A field that nothing was typed in yet. As clients do, it holds the key against the check value of the storage's own description
 * before it gives it on: secrets opened with a wrong one would be refused late, by a bare "bad MAC".
 */
export function keyPrompt(): KeyPrompt {
  let typed: Uint8Array<ArrayBuffer> | null = null;
  let storage: ServerSideSecretStorage | null = null;
  const getSecretStorageKey: CryptoCallbacks["getSecretStorageKey"] = async ({ keys }) => {
    for (const [id, description] of Object.entries(keys))
      if (typed !== null && (await storage?.checkKey(typed, description))) return [id, typed];
    return null;
  };
  const cacheSecretStorageKey: CryptoCallbacks["cacheSecretStorageKey"] = (_id, _description, made) => {
    typed = made;
  };
  return {
    callbacks: { getSecretStorageKey, cacheSecretStorageKey },
    type: (recoveryKey) => {
      typed = decodeRecoveryKey(recoveryKey);
    },
    forget: () => {
      typed = null;
    },
    askFor: (asked) => {
      storage = asked;
    },
  };
}
