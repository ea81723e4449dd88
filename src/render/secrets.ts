import type { Secret } from "../kinds/secret.ts";
import type { SecretFile } from "./files.ts";

/** The secrets that go into files, by what they are for. */
export interface SecretTexts {
  readonly signingKey: { readonly file: Secret; readonly keyId: string };
  readonly postgresPassword: Secret;
  readonly macaroonSecretKey: Secret;
  readonly formSecret: Secret;
  readonly passwordPepper: Secret;
  /** A public mark of a pepper that was carried over; null for a derived one. */
  readonly passwordPepperMark: string | null;
  readonly operatorToken: Secret;
  readonly homeserverToken: Secret;
  readonly turnSharedSecret: Secret;
  readonly repositoryPassword: Secret;
  readonly backupPassword: Secret;
}

/** An issued secret, as the file of the service that reads it. Its mark differs from that of its predecessor. */
export interface IssuedFile extends SecretFile {
  readonly service: string;
  readonly mark: string;
}

/** The secrets that others issued to this server. */
export interface IssuedSecrets {
  /** The key of own certificate files, read again each time; null where there is none. */
  readonly certificateKey: Secret | null;
  readonly files: readonly IssuedFile[];
}

/** A server without issued secrets. */
export const nothingIssued: IssuedSecrets = { certificateKey: null, files: [] };
