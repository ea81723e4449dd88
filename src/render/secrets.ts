import type { Secret } from "../kinds/secret.ts";

/** The secrets that go into files, by what they are for. */
export interface SecretTexts {
  readonly signingKey: { readonly file: Secret };
  readonly postgresPassword: Secret;
  readonly macaroonSecretKey: Secret;
  readonly formSecret: Secret;
  readonly passwordPepper: Secret;
  readonly operatorToken: Secret;
  readonly homeserverToken: Secret;
  readonly turnSharedSecret: Secret;
}

/** Secrets that others issued and the server holds; null where there is none. */
export interface IssuedSecrets {
  /** The key of own certificate files. */
  readonly certificateKey: Secret | null;
  /** The token that makes the DNS records of DNS-01, and the mark that tells it from its predecessor. */
  readonly cloudflareToken: { readonly text: Secret; readonly mark: string } | null;
}

/** A server without issued secrets. */
export const nothingIssued: IssuedSecrets = { certificateKey: null, cloudflareToken: null };
