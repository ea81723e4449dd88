import type { PulumiSeal } from "../../../keys/pulumi-secret.ts";

/** Each encrypted value of Pulumi's state, and its salt (sdk/go/common/apitype, "SecretV1", "SecretsProvidersV1"). All others stay as they are, byte by byte. */
const ciphertext = /("ciphertext":\s*")([^"]*)(")/g;
const saltInState = /("secrets_providers":\s*\{\s*"type":\s*"passphrase",\s*"state":\s*\{\s*"salt":\s*")([^"]*)(")/;

/** The salt that a state's secrets are encrypted with; null where it does not say. */
export function saltOfState(text: string): string | null {
  return saltInState.exec(text)?.[2] ?? null;
}

/** A state's text with every secret encrypted by another seal; null where one of them does not open. */
export function stateEncryptedAgain(text: string, from: PulumiSeal, to: PulumiSeal): string | null {
  let isWhole = saltOfState(text) === from.salt;
  const again = text.replace(ciphertext, (whole, before: string, secure: string, after: string) => {
    const opened = from.open(secure);
    isWhole &&= opened !== null;
    return opened === null ? whole : `${before}${to.close(opened)}${after}`;
  });
  return isWhole
    ? again.replace(saltInState, (_, before: string, __, after: string) => `${before}${to.salt}${after}`)
    : null;
}
