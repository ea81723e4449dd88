import { type NamedSecret, Secret } from "../kinds/secret.ts";
import type { MasterKey } from "./master-key.ts";
import { type Purpose, purposes } from "./purposes.ts";
import { type SigningKey, signingKey } from "./signing-key.ts";

/** Every derived secret the running server holds. */
export interface ServerSecrets {
  readonly signingKey: SigningKey;
  readonly postgresPassword: Secret;
  readonly macaroonSecretKey: Secret;
  readonly formSecret: Secret;
  readonly passwordPepper: Secret;
  /** A public mark of a pepper that was carried over; null for a derived one, which the generations stand for. */
  readonly passwordPepperMark: string | null;
  readonly operatorToken: Secret;
  readonly homeserverToken: Secret;
  readonly turnSharedSecret: Secret;
  /** It opens every archive, so it belongs to the master key and has no generations. */
  readonly repositoryPassword: Secret;
  /** Of the database's role that only reads. */
  readonly backupPassword: Secret;
}

/**
 * Derives the server's secrets; `epochs` raises single purposes, all others are in generation 0. A pepper that was carried over from an
 * earlier master key takes the place of the derived one.
 */
export function serverSecrets(
  master: MasterKey,
  epochs: Readonly<Record<string, number>>,
  carriedPepper: Secret | null = null,
): ServerSecrets {
  const text = (purpose: Purpose) => derivedText(master, purpose, epochs);
  return {
    signingKey: signingKey(master, epochs.signingKey ?? 0),
    postgresPassword: text("postgresPassword"),
    macaroonSecretKey: text("macaroonSecretKey"),
    formSecret: text("formSecret"),
    passwordPepper: carriedPepper ?? text("passwordPepper"),
    passwordPepperMark: carriedPepper === null ? null : master.markOf(carriedPepper),
    operatorToken: text("operatorToken"),
    homeserverToken: text("homeserverToken"),
    turnSharedSecret: text("turnSharedSecret"),
    repositoryPassword: repositoryPassword(master),
    backupPassword: text("backupPassword"),
  };
}

/** The passphrase that Pulumi encrypts the stack's secrets with. It belongs to the master key, so it has no generations of its own. */
export function pulumiPassphrase(master: MasterKey): Secret {
  return derivedText(master, "pulumiPassphrase", {});
}

/** What opens the repository of backups. It belongs to the master key, so it has no generations of its own. */
export function repositoryPassword(master: MasterKey): Secret {
  return derivedText(master, "repositoryPassword", {});
}

/** The master key and everything that is derived from it, by name: what must be found nowhere. Every purpose of the table is among it. */
export function allSecrets(master: MasterKey, epochs: Readonly<Record<string, number>>): readonly NamedSecret[] {
  const derived = (Object.keys(purposes) as Purpose[]).map((purpose) => ({
    name: purpose,
    value: derivedText(master, purpose, epochs),
  }));
  return [{ name: "masterKey", value: master.text() }, ...derived];
}

/** The text of what is derived for a purpose: base64url. */
function derivedText(master: MasterKey, purpose: Purpose, epochs: Readonly<Record<string, number>>): Secret {
  return new Secret(master.derive(purpose, epochs[purpose] ?? 0).toString("base64url"));
}
