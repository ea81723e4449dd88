/** Everything that is derived from the master key, by the label that goes into the derivation. Labels never change. */
export const purposes = {
  signingKey: "matrix signing key",
  postgresPassword: "postgres password",
  macaroonSecretKey: "macaroon secret key",
  formSecret: "form secret",
  passwordPepper: "password pepper",
  operatorToken: "operator token",
  homeserverToken: "homeserver token",
  turnSharedSecret: "turn shared secret",
  pulumiPassphrase: "pulumi passphrase",
  evidenceKey: "evidence key",
  repositoryPassword: "backup repository password",
  backupPassword: "backup database password",
  bundleKey: "operator bundle key",
  canaryPassword: "canary password",
  canaryRecoveryKey: "canary recovery key",
} as const;

/** The name of something derived from the master key. */
export type Purpose = keyof typeof purposes;
