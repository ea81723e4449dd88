import { Secret } from "../kinds/secret.ts";
import type { MasterKey } from "./master-key.ts";
import type { Purpose } from "./purposes.ts";
import { type SigningKey, signingKey } from "./signing-key.ts";

/** Every derived secret the running server holds. */
export interface ServerSecrets {
  readonly signingKey: SigningKey;
  readonly postgresPassword: Secret;
  readonly macaroonSecretKey: Secret;
  readonly formSecret: Secret;
  readonly passwordPepper: Secret;
  readonly operatorToken: Secret;
  readonly homeserverToken: Secret;
}

/** Derives the server's secrets; `epochs` raises single purposes, all others are in generation 0. */
export function serverSecrets(master: MasterKey, epochs: Readonly<Record<string, number>>): ServerSecrets {
  const text = (purpose: Purpose) => new Secret(master.derive(purpose, epochs[purpose] ?? 0).toString("base64url"));
  return {
    signingKey: signingKey(master, epochs.signingKey ?? 0),
    postgresPassword: text("postgresPassword"),
    macaroonSecretKey: text("macaroonSecretKey"),
    formSecret: text("formSecret"),
    passwordPepper: text("passwordPepper"),
    operatorToken: text("operatorToken"),
    homeserverToken: text("homeserverToken"),
  };
}

/** The passphrase that Pulumi encrypts the stack's secrets with. It belongs to the master key, so it has no generations of its own. */
export function pulumiPassphrase(master: MasterKey): Secret {
  return new Secret(master.derive("pulumiPassphrase", 0).toString("base64url"));
}
