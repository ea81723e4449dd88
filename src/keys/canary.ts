import { Secret } from "../kinds/secret.ts";
import type { MasterKey } from "./master-key.ts";

/** What the canary signs in with, and what opens its messages. */
export interface CanarySecrets {
  readonly password: Secret;
  readonly recoveryKey: Uint8Array<ArrayBuffer>;
}

/** Derives both. They have no generations: an archive is opened with the master key alone. */
export function canarySecrets(master: MasterKey): CanarySecrets {
  return {
    password: new Secret(master.derive("canaryPassword", 0).toString("base64url")),
    recoveryKey: Uint8Array.from(master.derive("canaryRecoveryKey", 0)),
  };
}
