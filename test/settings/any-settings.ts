import fc from "fast-check";
import { stringify } from "yaml";
import type { Json, JsonObject } from "../../src/kinds/json.ts";
import { parseSettings } from "../../src/settings/parse.ts";
import type { Settings } from "../../src/settings/settings.ts";
import { readStackFile } from "../../src/settings/yaml/stack-file.ts";
import { anyOptions } from "./homeserver/any-option.ts";
import { nastyText } from "./nasty-text.ts";
import { now, problemsWhen } from "./read.ts";

const label = fc.oneof(
  fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/),
  fc.constantFrom(
    "yes",
    "no",
    "on",
    "null",
    "true",
    "0x10",
    "0b1",
    "1e3",
    "y",
    "0777",
    "xn--mnchen-3ya",
    "a".repeat(63),
  ),
);
const name = fc
  .array(label, { minLength: 1, maxLength: 4 })
  .map((labels) => labels.join("."))
  .filter((text) => text !== "localhost" && !text.endsWith(".localhost"));

const size = (least: number, most: number) =>
  fc
    .integer({ min: least, max: most })
    .chain((mebibytes) =>
      fc.constantFrom(`${mebibytes} MiB`, `${mebibytes * 2 ** 20} B`, `${Math.ceil(mebibytes * 1.049)} MB`),
    );
const lifetime = fc.oneof(
  fc.constant("forever"),
  fc.tuple(fc.integer({ min: 1, max: 9_999 }), fc.constantFrom("days", "weeks")).map((parts) => parts.join(" ")),
);
const days = fc.integer({ min: 1, max: 400 }).map((count) => `${count} days`);
const contact = fc.oneof(
  fc.tuple(nastyText, name).map(([local, host]) => `mailto:${local}@${host}`),
  fc.tuple(name, nastyText).map(([host, path]) => `https://${host}/${path}`),
);
const retiredKey = fc.record({
  keyId: fc.stringMatching(/^[A-Za-z0-9_]{1,12}$/).map((version) => `ed25519:${version}`),
  publicKey: fc.stringMatching(/^[A-Za-z0-9+/]{42}A$/),
  expired: fc.integer({ min: 1_500_000_000_000, max: 1_700_000_000_000 }),
});

const settings: fc.Arbitrary<JsonObject> = fc.record(
  {
    serverName: name,
    tls: fc.constant("internal"),
    hostName: name,
    federation: fc.oneof(
      fc.constantFrom("closed", "open"),
      fc.uniqueArray(name, { minLength: 1, maxLength: 4 }).map((servers) => ({ mode: "allowlist", servers })),
    ),
    registration: fc.constantFrom("closed", "token"),
    memory: size(1_024, 64 * 1_024),
    processors: fc.integer({ min: 1, max: 128 }),
    uploadSize: size(1, 2_047),
    uploadQuota: fc.oneof(fc.constant("off"), fc.record({ size: size(2_200, 100_000), within: days })),
    messageRetention: lifetime,
    mediaRetention: fc.record({ local: lifetime, remote: lifetime }, { requiredKeys: [] }),
    push: fc.constantFrom("on", "off"),
    elementWeb: fc.constantFrom("off", "web.acme.example.org"),
    mail: fc.constantFrom<Json>(
      "off",
      { host: "mail.acme.example", sender: "chat@acme.example" },
      { host: "localhost", tls: "none", sender: "chat@acme.example", user: "chat", passwords: true },
    ),
    backup: fc.constantFrom<Json>(
      "off",
      { repository: "/srv/chat keep", every: "6 hours", keep: { hourly: 0, daily: 3 } },
      { repository: "rest:http://backup:8000/acme", user: "acme", appendOnly: true },
    ),
    calls: fc.constantFrom<Json>("off", "on", { port: 3479, relayPorts: "50000-50009" }),
    adminContact: contact,
    ports: fc.record({ https: fc.integer({ min: 1_024, max: 65_535 }), http: fc.constantFrom("off", 80) }),
    publicPort: fc.integer({ min: 1, max: 65_535 }),
    trustedProxies: fc.uniqueArray(fc.constantFrom("10.0.0.5", "192.0.2.0/24", "2001:db8::/32")),
    dns: fc.constantFrom<Json>("none", "cloudflare", { provider: "cloudflare" }),
    addresses: fc.record({ ipv4: fc.ipV4(), ipv6: fc.ipV6() }, { requiredKeys: [] }),
    bindAddress: fc.constantFrom<Json>("0.0.0.0", ["0.0.0.0", "::"], "127.0.0.1"),
    retiredSigningKeys: fc.uniqueArray(retiredKey, { maxLength: 3, selector: ({ keyId }) => keyId }),
    recoveryRecipients: fc.constantFrom<Json>([], ["age1uf43hnequ6wpr0yjfy0txge7fq0eglpzcuem2kat46m6cah2av5qzr38mr"]),
    homeserver: anyOptions,
  },
  { requiredKeys: ["serverName", "tls"] },
) as fc.Arbitrary<JsonObject>;

/** Settings as someone may write them, and what our parser made of them. */
export interface Accepted {
  readonly written: JsonObject;
  readonly settings: Settings;
}

/** Settings that our parser accepts, through a stack file's text: whatever else is refused is not drawn. */
export const acceptedSettings: fc.Arbitrary<Accepted> = settings
  .filter((written) => problemsWhen(() => read(written)).length === 0)
  .map((written) => ({ written, settings: read(written) }));

/** A stack file in double quotes: plain text would be refused where Pulumi reads it otherwise than it looks. */
function read(written: JsonObject): Settings {
  const config = Object.fromEntries(
    Object.entries(written).map(([key, value]): [string, Json] => [`chatkeep:${key}`, value]),
  );
  const text = stringify(
    { config },
    { defaultStringType: "QUOTE_DOUBLE", defaultKeyType: "QUOTE_DOUBLE", aliasDuplicateObjects: false },
  );
  return parseSettings(readStackFile(text, "Pulumi.test.yaml"), now);
}
