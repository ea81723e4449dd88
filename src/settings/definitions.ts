import type * as z from "zod";
import { postgresVersions, unwrittenPostgres } from "../kinds/postgres-version.ts";
import { mebibytes } from "../kinds/size.ts";
import { homeserver } from "./homeserver/homeserver.ts";
import { plainSettingNames, plainSettings } from "./homeserver/plain-settings.ts";
import { choice, group, onOrOff, optional } from "./leaf.ts";
import { contact, hostname, hostnameOrOff, serverName } from "./names/name-settings.ts";
import { networkSettings } from "./network-settings.ts";
import { backup } from "./shapes/backup.ts";
import { calls } from "./shapes/calls.ts";
import { federation } from "./shapes/federation.ts";
import { epochs, retiredSigningKeys } from "./shapes/keys.ts";
import { mail } from "./shapes/mail.ts";
import { postgresVersion } from "./shapes/postgres-version.ts";
import { integer, retention, size, yesOrNo } from "./shapes/quantities.ts";
import { recoveryRecipients } from "./shapes/recovery-recipients.ts";
import { tls } from "./shapes/tls.ts";
import { trustedAuthorities } from "./shapes/trusted-authorities.ts";
import { uploadQuota } from "./shapes/upload-quota.ts";

/** Every setting by its key: what it is for, its default, and how it is read. Editors show the descriptions. */
export const definitions = {
  serverName: serverName("acme.example").meta({
    description: "The server's name in every user ID, as in @ana:acme.example. It can never change.",
    examples: ["acme.example"],
  }),
  hostName: hostname("chat.acme.example")
    .optional()
    .meta({
      description: "The host name that clients connect to, if it is not the server name.",
      examples: ["chat.acme.example"],
    }),
  delegation: choice(["elsewhere", "here", "srv"])
    .prefault("elsewhere")
    .meta({
      description:
        "Who tells clients and other servers the host name, if it is not the server name. Values: elsewhere (the website there; chatkeep prints what it must serve), here (this server), srv (a DNS record for other servers only).",
      examples: ["here"],
    }),
  tls: tls.prefault("acme").meta({
    description:
      "Where certificates come from: acme (a public authority), internal (the server's own authority) or files. If port 80 cannot be reached: { mode: acme, challenge: dns }, which needs the secret chatkeep:cloudflareToken.",
    examples: [
      "internal",
      { mode: "acme", email: "admin@acme.example" },
      { mode: "acme", challenge: "dns" },
      { mode: "files", certificateFile: "tls/fullchain.pem", keyFile: "tls/key.pem" },
    ],
  }),
  trustedAuthorities: trustedAuthorities.prefault([]).meta({
    description:
      "PEM certificates of authorities to trust in addition to the public ones, for ACME, federation, sign-in and mail.",
  }),
  federation: federation.prefault("closed").meta({
    description:
      "Which other servers this server communicates with: closed (none), open (all), or { mode: allowlist, servers: [partner.example] }.",
    examples: ["open", { mode: "allowlist", servers: ["partner.example"] }],
  }),
  registration: choice(["closed", "token"]).prefault("closed").meta({
    description:
      "Who can have an account: closed (only people that an administrator adds), or token (also people who have a registration token).",
  }),
  ...plainSettings,
  memory: size({ min: mebibytes(1024), max: mebibytes(1024 * 1024), example: "2 GiB" })
    .prefault("2 GiB")
    .meta({
      description: "How much memory the whole server may use. Caches, connection pools and limits are derived from it.",
      examples: ["2 GiB", "8 GiB"],
    }),
  processors: integer({ min: 1, max: 128, expected: "a number of processors" })
    .prefault(2)
    .meta({
      description: "How many processors the server can use.",
      examples: [2],
    }),
  uploadSize: size({
    min: mebibytes(1),
    max: mebibytes(2047), // `media_length` is a 32-bit integer (synapse/storage/schema/main), and is written after the whole upload
    example: "50 MiB",
    why: "Synapse's database counts the bytes of a file up to 2 GiB - 1",
  })
    .prefault("50 MiB")
    .meta({
      description: "The largest file that members can send; at most 2047 MiB.",
      examples: ["50 MiB", "1 GiB"],
    }),
  uploadQuota: uploadQuota.meta({
    description: "How much one member may upload, and in which time; or off.",
    examples: [{ size: "5 GiB", within: "7 days" }, "off"],
  }),
  messageRetention: retention({ example: "365 days" })
    .prefault("forever")
    .meta({
      description: "How long messages are kept, such as 365 days.",
      examples: ["forever", "365 days"],
    }),
  mediaRetention: group({
    local: retention({ example: "365 days" }).prefault("forever").meta({ description: "Files that members sent." }),
    remote: retention({ example: "90 days" })
      .prefault("90 days")
      .meta({ description: "Copies of other servers' files." }),
  })
    .prefault({})
    .meta({
      description:
        "How long files are kept after they were last opened: files that members sent (local), and copies of other servers' files (remote).",
      examples: [{ local: "forever", remote: "90 days" }],
    }),
  push: onOrOff.prefault("on").meta({
    description: "Whether phones get notifications. They pass through Apple or Google and contain no message content.",
  }),
  adminContact: optional(contact).meta({
    description: "How people contact the administrator of the server.",
    examples: ["mailto:admin@acme.example"],
  }),
  mail: mail.prefault("off").meta({
    description:
      "The mail server through which members get their first steps: a group, or off (only sheets are written). The command line sends the mails, and Synapse none.",
    examples: [
      { host: "mail.acme.example", sender: "chat@acme.example", user: "chat@acme.example" },
      { host: "localhost", port: 25, tls: "none", sender: "chat@acme.example" },
    ],
  }),
  elementWeb: hostnameOrOff("web.acme.example")
    .prefault("off")
    .meta({
      description:
        "A separate host name for Element Web, the client in a browser, such as web.acme.example; off: it is not served.",
      examples: ["web.acme.example"],
    }),
  calls: calls.prefault("off").meta({
    description:
      "A TURN server, which relays calls between home and office networks: on or off. It needs chatkeep:addresses. Element Web and Element Classic use it; Element X needs LiveKit, which is not included.",
    examples: ["on", { relayPorts: "49160-49223" }],
  }),
  backup: backup.prefault("off").meta({
    description:
      "Backups, made by a container of their own while the server runs: a group that says where they go, or off.",
    examples: [
      { repository: "/srv/chatkeep" },
      {
        repository: "sftp://chatkeep@backup.acme.example/acme",
        hostKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl"],
      },
      { repository: "s3:https://s3.acme.example/acme-backups", accessKey: "acme", every: "6 hours" },
    ],
  }),
  ...networkSettings,
  homeserver: homeserver.prefault({}).meta({
    description: "Other Synapse options of homeserver.yaml, except those that would break a guarantee of chatkeep.",
    examples: [{ max_avatar_size: "5M" }],
  }),
  epochs: epochs.prefault({}).meta({
    description:
      "Generations of derived secrets: a higher number creates a new secret at the next `up`, such as { turnSharedSecret: 1 }.",
  }),
  retiredSigningKeys: retiredSigningKeys.prefault([]).meta({
    description: "Retired signing keys. They are still published, so that old messages can be verified.",
  }),
  recoveryRecipients: recoveryRecipients.prefault([]).meta({
    description:
      "Age recipients of the administrators. `npx chatkeep recovery kit` also writes a digital copy of the recovery kit that each of them can open. All classic (age1…) or all post-quantum (age1pq1…).",
    examples: [["age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"]],
  }),
  throwaway: yesOrNo.prefault(false).meta({
    description:
      "Whether the data is deleted together with the stack. Never set this to true for a server that people use.",
  }),
  isolated: yesOrNo.prefault(false).meta({
    description:
      "Whether the server is cut off from everything: no port is published, and no network has egress. Drills set it. Never set this to true for a server that people use.",
  }),
  imageSource: choice(["official", "local"]).prefault("official").meta({
    description: "Where container images come from: official, or local (built on this machine).",
  }),
  postgresVersion: postgresVersion.prefault(unwrittenPostgres).meta({
    description:
      "Postgres's major version. A new stack gets the newest; then only `npx chatkeep upgrade postgres` changes it, because each version has its own form of the data.",
    examples: [...postgresVersions],
  }),
  pluginSource: choice(["official", "own"]).prefault("official").meta({
    description: "Which Pulumi language host and providers run the program: official, or own (chatkeep's).",
  }),
} as const;

/** The settings that homeserver.yaml is rendered from, as they are: its template names the plain ones. */
export const homeserverSettings = [
  "federation",
  "registration",
  ...plainSettingNames,
  "uploadSize",
  "uploadQuota",
  "messageRetention",
  "mediaRetention",
  "push",
  "adminContact",
  "retiredSigningKeys",
  "homeserver",
] as const satisfies readonly SettingKey[];

/** The name of a setting. */
export type SettingKey = keyof typeof definitions;

/** What the settings say, key by key. */
export type WrittenSettings = Readonly<z.output<z.ZodObject<typeof definitions>>>;
