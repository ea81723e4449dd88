import type * as z from "zod";
import { mebibytes } from "../kinds/size.ts";
import { homeserver } from "./homeserver/homeserver.ts";
import { choice, complain, group, leaf, onOrOff, optional } from "./leaf.ts";
import { bindAddresses, contact, hostname, hostnameOrOff, serverName } from "./names/name-settings.ts";
import { calls } from "./shapes/calls.ts";
import { addresses, dns } from "./shapes/dns.ts";
import { federation } from "./shapes/federation.ts";
import { epochs, retiredSigningKeys } from "./shapes/keys.ts";
import { integer, retention, size, yesOrNo } from "./shapes/quantities.ts";
import { tls } from "./shapes/tls.ts";
import { trustedAuthorities } from "./shapes/trusted-authorities.ts";
import { trustedProxies } from "./shapes/trusted-proxies.ts";
import { uploadQuota } from "./shapes/upload-quota.ts";
import { plainText } from "./wording.ts";

const port = integer({ min: 1, max: 65_535, expected: "a port" });

const portOrOff = leaf<number | null>(
  { type: ["integer", "string"], minimum: 1, maximum: 65_535, pattern: "^(off|\\d{1,5})$" },
  (value) => {
    if (value === "off") return { value: null };
    const read = port.safeParse(value);
    if (read.success) return { value: read.data };
    const off = ["false", "0", "none", "no"].includes(plainText(value));
    return complain("a port, or `off`", value, `Write ${off ? "`off`" : "`80`, or `off`"}.`);
  },
);

/** Every setting by its key: what it is for, its default, and how it is read. Editors show the descriptions. */
export const definitions = {
  serverName: serverName("acme.example").meta({
    description: "The name in every identifier, as in @ana:acme.example. It can never change.",
    examples: ["acme.example"],
  }),
  hostName: hostname("chat.acme.example")
    .optional()
    .meta({
      description: "Where clients connect, if that is not the server name itself.",
      examples: ["chat.acme.example"],
    }),
  delegation: choice(["elsewhere", "here", "srv"])
    .prefault("elsewhere")
    .meta({
      description:
        "Who tells clients and other servers where to connect, if that is not the server name. The website at the server name does (elsewhere: chatkeep prints what), this server does (here), or a DNS record tells servers alone (srv).",
      examples: ["here"],
    }),
  tls: tls.prefault("acme").meta({
    description:
      "Where certificates come from: acme (a public authority), internal (an authority of this server's own) or files. Where port 80 cannot be reached: { mode: acme, challenge: dns }, which needs the secret chatkeep:cloudflareToken.",
    examples: [
      "internal",
      { mode: "acme", email: "admin@acme.example" },
      { mode: "acme", challenge: "dns" },
      { mode: "files", certificateFile: "tls/fullchain.pem", keyFile: "tls/key.pem" },
    ],
  }),
  trustedAuthorities: trustedAuthorities.prefault([]).meta({
    description: "PEM certificates of authorities to trust beside the public ones, for ACME, federation and sign-in.",
  }),
  federation: federation.prefault("closed").meta({
    description:
      "Which other servers this one talks to: closed (none), open (all), or { mode: allowlist, servers: [partner.example] }.",
    examples: ["open", { mode: "allowlist", servers: ["partner.example"] }],
  }),
  registration: choice(["closed", "token"]).prefault("closed").meta({
    description:
      "Who gets an account: closed (people an administrator adds), or token (people with an invitation, too).",
  }),
  memberSearch: onOrOff.prefault("on").meta({
    description:
      "The people that members find when they search: everyone on this server (on), or those in their own and in public rooms (off).",
  }),
  memory: size({ min: mebibytes(1024), max: mebibytes(1024 * 1024), example: "2 GiB" })
    .prefault("2 GiB")
    .meta({
      description: "What the whole server may use. Caches, connection pools and limits follow from it.",
      examples: ["2 GiB", "8 GiB"],
    }),
  processors: integer({ min: 1, max: 128, expected: "a number of processors" })
    .prefault(2)
    .meta({
      description: "How many processors the server may count on.",
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
    description: "How much one member may upload in which time, or off.",
    examples: [{ size: "5 GiB", within: "7 days" }, "off"],
  }),
  messageRetention: retention({ example: "365 days" })
    .prefault("forever")
    .meta({
      description: "How long messages are kept, such as 365 days.",
      examples: ["forever", "365 days"],
    }),
  mediaRetention: group({
    local: retention({ example: "365 days" }).prefault("forever").meta({ description: "For files that members sent." }),
    remote: retention({ example: "90 days" })
      .prefault("90 days")
      .meta({ description: "For copies of other servers' files." }),
  })
    .prefault({})
    .meta({
      description:
        "How long files are kept after they were last opened: those that members sent, and copies of other servers' files.",
      examples: [{ local: "forever", remote: "90 days" }],
    }),
  push: onOrOff.prefault("on").meta({
    description: "Whether phones ring. Push messages pass through Apple or Google and carry no content.",
  }),
  adminContact: optional(contact).meta({
    description: "Where people reach the administrator of the server.",
    examples: ["mailto:admin@acme.example"],
  }),
  elementWeb: hostnameOrOff("web.acme.example")
    .prefault("off")
    .meta({
      description:
        "A host name of its own for Element Web, the client in a browser, such as web.acme.example; off is none.",
      examples: ["web.acme.example"],
    }),
  calls: calls.prefault("off").meta({
    description:
      "A TURN server, through which calls get out of home and office networks: on or off. It needs chatkeep:addresses. For Element Web and Element Classic; Element X needs LiveKit, which is not here.",
    examples: ["on", { relayPorts: "49160-49223" }],
  }),
  ports: group({
    https: port.prefault(443).meta({ description: "For clients." }),
    http: portOrOff
      .prefault(80)
      .meta({ description: "Sends browsers to https, and answers ACME; off publishes none." }),
  })
    .prefault({})
    .meta({
      description: "Ports on the machine; http: off publishes none.",
      examples: [{ https: 8443, http: "off" }],
    }),
  bindAddress: bindAddresses.prefault("0.0.0.0").meta({
    description:
      'The addresses of the machine that ports are published on: 0.0.0.0 is all of IPv4, [0.0.0.0, "::"] all of both families.',
    examples: ["0.0.0.0", "127.0.0.1", ["0.0.0.0", "::"]],
  }),
  mtu: optional(integer({ min: 1_280, max: 65_535, expected: "bytes" })).meta({
    description:
      "The longest packet on the containers' networks, in bytes. Needed where the machine's own network takes less than 1500 (VPNs, some clouds): pages and files would hang.",
    examples: [1400],
  }),
  publicPort: port.optional().meta({
    description:
      "The port that clients connect to, if another web server is in front and forwards it to chatkeep:ports (docs/domain.md).",
    examples: [443],
  }),
  trustedProxies: trustedProxies.prefault([]).meta({
    description:
      "Web servers in front that are believed when they say who asks: addresses, networks, or host for this machine.",
    examples: [["host"], ["10.0.0.5"]],
  }),
  dns: dns.prefault("none").meta({
    description:
      "Who makes the DNS records: none (they are printed, you make them), cloudflare, or { provider: cloudflare, zone: acme.example }.",
    examples: ["none", "cloudflare", { provider: "cloudflare", zone: "acme.example" }],
  }),
  addresses: addresses.prefault({}).meta({
    description:
      'The public addresses of the server, which its DNS records name. Add ipv6: "2001:db8::7" where ports are published on IPv6.',
    examples: [{ ipv4: "203.0.113.7" }, { ipv4: "203.0.113.7", ipv6: "2001:db8::7" }],
  }),
  homeserver: homeserver.prefault({}).meta({
    description: "Further homeserver.yaml options of Synapse, except those that would break a promise of chatkeep.",
    examples: [{ max_avatar_size: "5M" }],
  }),
  epochs: epochs.prefault({}).meta({
    description:
      "Generations of derived secrets: a higher number makes a new one at the next `up`, such as { turnSharedSecret: 1 }.",
  }),
  retiredSigningKeys: retiredSigningKeys.prefault([]).meta({
    description: "Signing keys no longer in use, still offered so that old messages can be verified.",
  }),
  throwaway: yesOrNo.prefault(false).meta({
    description: "Whether the data may be deleted together with the stack. Never true where people talk.",
  }),
  imageSource: choice(["official", "local"]).prefault("official").meta({
    description: "Where container images come from: official ones, or local (built on the spot).",
  }),
  pluginSource: choice(["official", "own"]).prefault("official").meta({
    description: "Which Pulumi language host and providers run the program: official ones, or chatkeep's own.",
  }),
} as const;

/** Keys whose value chatkeep never looks at here: Pulumi keeps them encrypted. */
export const secretKeys = ["masterKey", "cloudflareToken"] as const;

/** The settings that homeserver.yaml is rendered from, as they are: its template names the plain ones. */
export const homeserverSettings = [
  "federation",
  "registration",
  "memberSearch",
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
