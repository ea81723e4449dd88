import * as z from "zod";
import type { Duration } from "../../kinds/duration.ts";
import { complain, group, leaf, optional } from "../leaf.ts";
import { integer, span, yesOrNo } from "./quantities.ts";
import { repositoryPlace } from "./repository-place.ts";

/** A type of key and the key (sshd(8), "AUTHORIZED_KEYS FILE FORMAT"). */
const hostKeyLine =
  /^(?:\S+ )?((?:ssh-(?:ed25519|rsa)|ecdsa-sha2-nistp(?:256|384|521)) [A-Za-z0-9+/]{40,2000}={0,2})(?: .*)?$/;

/** A host key as `ssh-keyscan` prints it, with the host's name or without. */
const hostKey = leaf<string>({ type: "string", pattern: hostKeyLine.source }, (value) => {
  const key = typeof value === "string" ? hostKeyLine.exec(value.trim())?.[1] : undefined;
  if (key !== undefined) return { value: key };
  return complain(
    "a host key such as `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5…`",
    typeof value === "string" && value.length > 60 ? `${value.length} characters` : value,
    "Write a line that `ssh-keyscan` prints for that server, after you compared it with the server's own.",
  );
});

/** A name that the target knows its user by: no space, and no colon, which ends it in HTTP (RFC 7617, section 2). */
function word(what: string, example: string) {
  return leaf<string>({ type: "string", pattern: "^[^\\s:\\p{C}]{1,255}$" }, (value) => {
    if (typeof value === "string" && /^[^\s:\p{C}]{1,255}$/u.test(value)) return { value };
    return complain(`${what} such as \`${example}\``, value, "Write it as the target knows it, or delete the line.");
  });
}

const kept = (usual: number, what: string) =>
  integer({ min: 0, max: 100_000, expected: "how many archives" })
    .prefault(usual)
    .meta({ description: `How many archives, one ${what}.` });

const hour = 3_600_000 as Duration;

const details = group({
  repository: repositoryPlace.meta({
    description:
      "Where archives are kept: a folder of the engine's machine (/srv/chatkeep), sftp://user@host/path, rest:https://host/ or s3:https://host/bucket.",
  }),
  user: optional(word("a user name", "chatkeep")).meta({
    description:
      "The user name at a REST server, if it asks for one. Its password is the secret chatkeep:backupCredential.",
  }),
  accessKey: optional(word("an access key", "chatkeep")).meta({
    description: "The access key of S3. Its secret key is the secret chatkeep:backupCredential.",
  }),
  hostKeys: z
    .array(hostKey, { error: "a list of host keys" })
    .prefault([])
    .meta({ description: "The host keys that the SFTP server may have, as `ssh-keyscan` prints them." }),
  every: span({ example: "1 hour", atLeast: (hour / 12) as Duration })
    .prefault("1 hour")
    .meta({ description: "How much time is between two backups; at least 5 minutes." }),
  keep: group({
    hourly: kept(24, "an hour"),
    daily: kept(7, "a day"),
    weekly: kept(5, "a week"),
    monthly: kept(12, "a month"),
  })
    .prefault({})
    .meta({ description: "Which archives stay: the newest of so many hours, days, weeks and months." }),
  appendOnly: yesOrNo.prefault(false).meta({
    description:
      "Whether the target keeps this server from deleting archives. Then nothing is pruned from here, and the target does it.",
  }),
  recoveryTime: span({ example: "2 hours", atLeast: (hour / 60) as Duration })
    .prefault("2 hours")
    .meta({ description: "How long a restore may take. Drills compare it with what they measure." }),
  recoveryPoint: span({ example: "2 hours", atLeast: (hour / 60) as Duration })
    .prefault("2 hours")
    .meta({ description: "How much time a restore may lose. Drills compare it with what they find." }),
});

const off = leaf<null>({ enum: ["off", false] }, (value) => {
  if (value === "off" || value === false) return { value: null };
  return complain("`off`, or a group with `repository`", value, "Write `off`, or `{ repository: /srv/chatkeep }`.");
});

/** Whether and where backups go: not at all, or a group. */
export const backup = z.union([off, details]);
