import type { Settings } from "./settings.ts";
import { problemInCredential } from "./shapes/backup-credential.ts";

/**
 * A secret that another service issued, and that the operator passes on: in a file that a flag names, or typed. It is in a pending file
 * of the state folder until the stack file contains it, encrypted by Pulumi. The program gives it to the service that reads it.
 */
export interface IssuedSecret {
  /** Its setting in the stack file, without the namespace. */
  readonly key: string;
  /** What it is called in a sentence. */
  readonly title: string;
  /** What the schema and docs/settings.md say of it. */
  readonly description: string;
  /** What a person is asked; the answer is not shown. */
  readonly question: string;
  /** The flag that names a file with it. */
  readonly flag: `--${string}`;
  /** Where it waits, in the state folder. */
  readonly pendingFile: string;
  /** What is wrong with a text that should be this secret; null if nothing is. */
  readonly problemIn: (text: string) => string | null;
  /** What to do with one that was not encrypted, before the line is deleted. */
  readonly revoke: string;
  /** Whether a server with these settings needs it. */
  readonly isNeeded: (settings: Settings) => boolean;
  /** Which service reads it, in which file of its own, and when; null if only the program uses it. */
  readonly file: {
    readonly service: string;
    readonly path: string;
    readonly isWanted: (settings: Settings) => boolean;
  } | null;
}

/** For DNS records, and for the proxy to prove names to the certificate authority. */
export const cloudflareToken: IssuedSecret = {
  key: "cloudflareToken",
  title: "the Cloudflare API token",
  description: "Cloudflare's API token, for DNS records. Written by chatkeep, encrypted by Pulumi.",
  question: "Cloudflare's API token (Zone: Read and DNS: Edit for this zone; it is stored encrypted):",
  flag: "--cloudflare-token-file",
  pendingFile: "cloudflare-token.pending",
  problemIn: problemInToken,
  revoke: "Roll it at Cloudflare",
  isNeeded: (settings) => settings.dns.provider !== "none" || provesByDns(settings),
  file: { service: "proxy", path: "cloudflare-token", isWanted: provesByDns },
};

/** For the mail server that mails to members go through. The program alone uses it: no service of the stack sends mail. */
export const mailPassword: IssuedSecret = {
  key: "mailPassword",
  title: "the mail password",
  description: "The password at the mail server of chatkeep:mail. Written by chatkeep, encrypted by Pulumi.",
  question: "The password of chatkeep:mail at its mail server (it is stored encrypted):",
  flag: "--mail-password-file",
  pendingFile: "mail-password.pending",
  problemIn: (text) => (/^[^\p{Cc}]{1,512}$/u.test(text) ? null : "this is not a password on one line"),
  revoke: "Change it at the mail server",
  isNeeded: ({ mail }) => mail !== null && mail.user !== null,
  file: null,
};

/** For the target that backups go to: an SFTP server's private key, S3's secret key or a REST server's password. */
export const backupCredential: IssuedSecret = {
  key: "backupCredential",
  title: "the backup credential",
  description:
    "What signs in at the target of chatkeep:backup: an SSH private key, S3's secret key or the password of `user`. Written by chatkeep, encrypted by Pulumi.",
  question:
    "What signs in at the target of chatkeep:backup: S3's secret key, or the password of `user` (it is stored encrypted):",
  flag: "--backup-credential-file",
  pendingFile: "backup-credential.pending",
  problemIn: problemInCredential,
  revoke: "Change it at the backup target",
  isNeeded: signsIn,
  file: { service: "backup", path: "credential", isWanted: signsIn },
};

/** All of them. Their flags, pending files, places in the stack file, files of services, marks and the search for leaks follow from here. */
export const issuedSecrets: readonly IssuedSecret[] = [cloudflareToken, mailPassword, backupCredential];

/** The password pepper of an earlier master key, without the namespace: it takes the place of the derived one. */
export const carriedPepperKey = "passwordPepper";

/** Keys whose value is not read from the stack file: Pulumi encrypts them. */
export const secretKeys: readonly string[] = ["masterKey", carriedPepperKey, ...issuedSecrets.map(({ key }) => key)];

/** The files of a service that hold them. */
export function issuedFilesOf(service: string, table: readonly IssuedSecret[] = issuedSecrets): readonly string[] {
  return table.flatMap(({ file }) => (file?.service === service ? [file.path] : []));
}

/**
 * An API token as Cloudflare issues it, old and new (caddy-dns/cloudflare v0.2.4, `validCloudflareToken`). It is checked
 * before Caddy reads it, because Caddy prints a token that has the wrong form. Cloudflare's old global keys are 37 hexadecimal
 * digits, and open everything.
 */
function problemInToken(text: string): string | null {
  if (/^[0-9a-f]{37}$/.test(text))
    return "this looks like a global API key, which has access to the whole account; create a token instead";
  const isToken = /^([A-Za-z0-9_-]{35,50}|cf(ut|at)_[A-Za-z0-9_-]{32,256})$/.test(text);
  return isToken ? null : "this is not a Cloudflare API token";
}

function provesByDns({ tls }: Settings): boolean {
  return tls.mode === "acme" && tls.challenge === "dns";
}

/** A folder needs no sign-in, and a REST server only where it asks for a user. */
function signsIn({ backup }: Settings): boolean {
  if (backup === null) return false;
  const { kind } = backup.repository;
  return kind === "sftp" || kind === "s3" || (kind === "rest" && backup.user !== null);
}
