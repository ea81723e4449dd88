import type { Purpose } from "../../../keys/purposes.ts";
import type { ServerSecrets } from "../../../keys/secrets.ts";
import type { Secret } from "../../../kinds/secret.ts";
import type { Plan, ServiceRole } from "../../../plan/plan.ts";

/** A secret file of a service, and what of the derived secret is in it. */
export interface Placed {
  readonly service: ServiceRole;
  readonly path: string;
  readonly text: (secrets: ServerSecrets) => Secret;
  /** Whether this stack has the file; where it is left out, it has it wherever the service is. */
  readonly isWanted?: (plan: Plan) => boolean;
}

/** How one derived secret is replaced: what it is for, where it lies, and who notices. Which containers are replaced follows from the plan. */
export interface Rotation {
  readonly what: string;
  /** What people and other servers notice, beside a pause of some seconds; one sentence each. */
  readonly notices: (plan: Plan) => readonly string[];
  readonly placed: readonly Placed[];
}

/** What is never replaced by itself, with the reason and what to do instead. */
export interface Lasting {
  readonly what: string;
  readonly refused: string;
  readonly next: string;
  readonly placed: readonly Placed[];
}

const noOne = "No member is signed out.";

/** The procedure of each purpose. Access tokens are random and in the database, so no derived secret is behind a session (synapse/api/auth/internal.py). */
export const rotations: Readonly<Record<Purpose, Rotation | Lasting>> = {
  signingKey: {
    what: "the key that this server signs its events with",
    notices: (plan) => [noOne, othersNotice(plan)],
    placed: [{ service: "synapse", path: "signing.key", text: ({ signingKey }) => signingKey.file }],
  },
  postgresPassword: {
    what: "Synapse's password for its database",
    notices: () => [noOne, "Postgres takes the new password as it starts, before it accepts connections."],
    placed: [
      { service: "postgres", path: "password", text: ({ postgresPassword }) => postgresPassword },
      { service: "synapse", path: "secret.yaml", text: ({ postgresPassword }) => postgresPassword },
    ],
  },
  macaroonSecretKey: {
    what: "the key that Synapse signs short-lived tokens with",
    // synapse/util/macaroons.py (1.163.2): guests, single sign-on in progress, links that end mails about messages. Login tokens are in the database.
    notices: () => [
      noOne,
      "Synapse signs tokens of guests, of a single sign-on in progress and of links in mails with it. This server has none of them.",
    ],
    placed: [{ service: "synapse", path: "macaroon-secret-key", text: ({ macaroonSecretKey }) => macaroonSecretKey }],
  },
  formSecret: {
    what: "the key that Synapse signs links to forms with",
    notices: () => [
      noOne,
      "Synapse signs links to a consent form with it (synapse/api/urls.py). This server has none.",
    ],
    placed: [{ service: "synapse", path: "form-secret", text: ({ formSecret }) => formSecret }],
  },
  passwordPepper: {
    what: "the part of every password's hash that is not in the database",
    refused:
      "with another pepper no password would be right any more, and no password can be hashed again without knowing it",
    next: "It stays, also under a new master key. If it became known, members keep their accounts safe by choosing new passwords.",
    placed: [{ service: "synapse", path: "secret.yaml", text: ({ passwordPepper }) => passwordPepper }],
  },
  operatorToken: {
    what: "the token that chatkeep administers Synapse with",
    notices: () => [noOne, "chatkeep's own commands use the new token at once; another copy of it stops working."],
    placed: [{ service: "synapse", path: "operator.yaml", text: ({ operatorToken }) => operatorToken }],
  },
  homeserverToken: {
    what: "the token that Synapse would show when it calls chatkeep",
    notices: () => [noOne, "Synapse never calls chatkeep, so nothing uses this token."],
    placed: [{ service: "synapse", path: "operator.yaml", text: ({ homeserverToken }) => homeserverToken }],
  },
  turnSharedSecret: {
    what: "the secret behind the credentials that calls get for the TURN server",
    notices: (plan) => [noOne, callsNotice(plan)],
    placed: [
      {
        service: "synapse",
        path: "turn-shared-secret",
        text: ({ turnSharedSecret }) => turnSharedSecret,
        isWanted: ({ turn }) => turn !== null,
      },
      { service: "turn", path: "shared-secret.conf", text: ({ turnSharedSecret }) => turnSharedSecret },
    ],
  },
  evidenceKey: {
    what: "the key that signs evidence of this server",
    notices: () => [
      noOne,
      "What was signed before is verified with the old public key: keep the recovery kit that shows it.",
    ],
    placed: [], // it never leaves the machine that signs
  },
  pulumiPassphrase: {
    what: "the passphrase that encrypts the stack file's secrets and Pulumi's state",
    refused: "it belongs to the master key and changes only with it",
    next: "Replace the master key, and every secret with it:  npx chatkeep keys new-master",
    placed: [], // it is a file beside the state
  },
  repositoryPassword: {
    what: "the key that opens the repository of backups",
    refused: "it belongs to the master key and changes only with it: every archive opens with it",
    next: "Replace the master key, and every secret with it:  npx chatkeep keys new-master",
    placed: [{ service: "backup", path: "repository-password", text: ({ repositoryPassword }) => repositoryPassword }],
  },
  backupPassword: {
    what: "the password of the backup's role for the database",
    notices: ({ backup }) => [
      noOne,
      backup === null
        ? "This server has no backups, so nothing uses this password."
        : "Postgres takes the new password as it starts, before it accepts connections.",
    ],
    placed: [
      {
        service: "postgres",
        path: "backup-password",
        text: ({ backupPassword }) => backupPassword,
        isWanted: hasBackups,
      },
      { service: "backup", path: "database-password", text: ({ backupPassword }) => backupPassword },
    ],
  },
  bundleKey: {
    what: "the key that opens what this machine leaves for the backup",
    refused: "it belongs to the master key and changes only with it",
    next: "Replace the master key, and every secret with it:  npx chatkeep keys new-master",
    placed: [], // it never leaves the machine that seals
  },
  canaryPassword: {
    what: "the password of the member that drills sign in as",
    refused: "it belongs to the master key and changes only with it",
    next: "Replace the master key, and every secret with it:  npx chatkeep keys new-master",
    placed: [],
  },
  canaryRecoveryKey: {
    what: "the recovery key of the member that drills sign in as",
    refused: "it belongs to the master key and changes only with it",
    next: "Replace the master key, and every secret with it:  npx chatkeep keys new-master",
    placed: [],
  },
};

function hasBackups({ backup }: Plan): boolean {
  return backup !== null;
}

/** Whether a purpose has a procedure. */
export function isRotation(each: Rotation | Lasting): each is Rotation {
  return "notices" in each;
}

/** What other servers notice of a new signing key. The old public key stays published for old events (Matrix spec, server-server API, "Publishing keys", `old_verify_keys`). */
export function othersNotice({ homeserver }: Plan): string {
  if (homeserver.federation.mode === "closed") return "No other server knows the key, because federation is closed.";
  return "Other servers fetch the new key when they next hear from this one. The old one stays published, so that they can still verify old events.";
}

/** `turn_user_lifetime` in templates/synapse/homeserver.yaml. */
function callsNotice({ turn }: Plan): string {
  if (turn === null) return "This server has no TURN server, so nothing uses this secret.";
  return "Calls through the TURN server end and can be made again. An app that keeps older credentials asks for new ones within an hour.";
}
