import type { WrittenSettings } from "../definitions.ts";
import type { Complaint } from "../leaf.ts";
import { isLoopbackName, whyUncertifiable } from "../names/public-names.ts";

type Backup = NonNullable<WrittenSettings["backup"]>;

/** What a backup's target needs beside its address, and what it cannot use. */
export function backupContradictions({ backup }: Partial<WrittenSettings>): readonly Complaint[] {
  if (backup === undefined || backup === null) return [];
  return [...needed(backup), ...useless(backup), ...onTheWay(backup), ...empty(backup)];
}

function needed({ repository: { kind }, accessKey, hostKeys }: Backup): readonly Complaint[] {
  if (kind === "s3" && accessKey === null)
    return [at("accessKey", "S3 needs an access key", "Write the access key; `up` asks for the secret key.")];
  if (kind === "sftp" && hostKeys.length === 0)
    return [
      at(
        "hostKeys",
        "without the host keys of the SFTP server, another machine could take its place",
        "Write what `ssh-keyscan` prints for that server, after you compared it with the server's own.",
      ),
    ];
  return [];
}

/** What is written for another kind of target is a mistake about this one. */
function useless({ repository: { kind }, user, accessKey, hostKeys, appendOnly }: Backup): readonly Complaint[] {
  const only = (name: string, what: string) => at(name, `this is for ${what} only`, "Delete the line.");
  return [
    ...(user !== null && kind !== "rest" ? [only("user", "a REST server")] : []),
    ...(accessKey !== null && kind !== "s3" ? [only("accessKey", "S3")] : []),
    ...(hostKeys.length > 0 && kind !== "sftp" ? [only("hostKeys", "an SFTP server")] : []),
    ...(appendOnly && kind === "folder" ? [only("appendOnly", "a target on another machine")] : []),
  ];
}

/** Archives are encrypted before they leave; a REST server's password is not (RFC 7617), while S3 signs with its secret key and never sends it. */
function onTheWay({ repository, user }: Backup): readonly Complaint[] {
  if (repository.kind !== "rest" || user === null || repository.url.startsWith("https:")) return [];
  const { hostname } = new URL(repository.url);
  if (isLoopbackName(hostname) || isPrivate(hostname)) return [];
  const found = `\`http:\` is not encrypted, and \`${hostname}\` is public: anyone on the way could read the password`;
  return [at("repository", found, "Write `https:`, or a name or address within your own network.")];
}

/** Addresses of private networks (RFC 1918, RFC 4193), and names that no public authority certifies. */
function isPrivate(host: string): boolean {
  return /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|127\.|\[f[cd])/.test(host) || whyUncertifiable(host) !== null;
}

function empty({ keep, appendOnly }: Backup): readonly Complaint[] {
  if (appendOnly || Object.values(keep).some((count) => count > 0)) return [];
  return [at("keep", "with nothing to keep, every archive would be deleted", "Write `daily: 7`, or delete the line.")];
}

function at(name: string, found: string, write: string): Complaint {
  return { path: ["backup", name], found, write };
}
