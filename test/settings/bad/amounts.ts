import { cases } from "./case.ts";

const key = "A".repeat(43);

/** Sizes, durations and numbers. */
export const badAmounts = [
  ...cases(
    "wrong units",
    "refuses",
    ["chatkeep:memory: 2G", "chatkeep:memory", "Write `2 GiB`"],
    ["chatkeep:memory: 2", "chatkeep:memory", "Write `2 GiB`"],
    ["chatkeep:memory: 2147483648", "chatkeep:memory", "Write `2 GiB`"],
    ["chatkeep:memory: 1,5 GiB", "chatkeep:memory", "Write `1.5 GiB`"],
    ["chatkeep:uploadSize: 50M", "chatkeep:uploadSize", "Write `50 MiB`"],
    ["chatkeep:uploadSize: 50mb", "chatkeep:uploadSize", "Write `50 MB`"],
    ["chatkeep:uploadSize: 50 megabytes", "chatkeep:uploadSize", "expected a size such as `50 MiB`"],
    ["chatkeep:messageRetention: 14d", "chatkeep:messageRetention", "Write `14 days`"],
    ["chatkeep:messageRetention: P14D", "chatkeep:messageRetention", "Write `14 days`"],
    ["chatkeep:messageRetention: 1 month", "chatkeep:messageRetention", "Write `30 days`"],
    ["chatkeep:messageRetention: 90 Days", "chatkeep:messageRetention", "Write `90 days`"],
    ["chatkeep:messageRetention: never", "chatkeep:messageRetention", "Write `forever`"],
    ["chatkeep:mediaRetention: { remote: 90 }", "chatkeep:mediaRetention.remote", "Write `90 days`"],
    ["chatkeep:mediaRetention: { local: -1 }", "chatkeep:mediaRetention.local", "Write `forever`"],
  ),
  ...cases(
    "ranges",
    "refuses",
    ["chatkeep:processors: 0", "chatkeep:processors", "from 1 to 128"],
    ["chatkeep:processors: 129", "chatkeep:processors", "Write a number such as `128`"],
    ["chatkeep:mtu: 1279", "chatkeep:mtu", "from 1280 to 65535"],
    ["chatkeep:processors: 1.5", "chatkeep:processors", "a whole number"],
    ["chatkeep:ports: { https: 0 }", "chatkeep:ports.https", "from 1 to 65535"],
    ["chatkeep:ports: { https: 70000 }", "chatkeep:ports.https", "from 1 to 65535"],
    ["chatkeep:epochs: { signingKey: -1 }", "chatkeep:epochs.signingKey", "from 0 to"],
    ["chatkeep:ports: { http: 65536 }", "chatkeep:ports.http", "a port, or `off`"],
    ["chatkeep:processors: -2", "chatkeep:processors", "Write a number such as `1`"],
  ),
  ...cases(
    "ranges that a schema cannot see",
    "accepts",
    ["chatkeep:memory: 512 MiB", "chatkeep:memory", "a size from 1 GiB to 1 TiB"],
    ["chatkeep:memory: 1000 TiB", "chatkeep:memory", "a size from 1 GiB to 1 TiB"],
    ["chatkeep:uploadSize: 1 KiB", "chatkeep:uploadSize", "a size from 1 MiB to 2047 MiB"],
    ["chatkeep:uploadSize: 11 GiB", "chatkeep:uploadSize", "Write `2047 MiB`"],
    ["chatkeep:uploadSize: 2 GiB", "chatkeep:uploadSize", "counts the bytes of a file up to 2 GiB - 1"],
    ["chatkeep:uploadQuota: { within: 1 hour }", "chatkeep:uploadQuota.within", "at least 1 day"],
    ["chatkeep:uploadQuota: { size: 10 MiB }", "chatkeep:uploadQuota.size", "smaller than `chatkeep:uploadSize`"],
    ["chatkeep:messageRetention: 1 hour", "chatkeep:messageRetention", "at least 1 day"],
    ["chatkeep:messageRetention: 0 days", "chatkeep:messageRetention", "at least 1 day"],
    ['chatkeep:processors: "500"', "chatkeep:processors", "from 1 to 128"],
  ),
  ...cases(
    "keys out of use",
    "refuses",
    [
      `chatkeep:retiredSigningKeys: [{ keyId: a_1, publicKey: ${key}, expired: 1700000000000 }]`,
      "chatkeep:retiredSigningKeys[0].keyId",
      "Write `ed25519:a_1`",
    ],
    [
      `chatkeep:retiredSigningKeys: [{ keyId: "ed25519:a", publicKey: ${key}=, expired: 1700000000000 }]`,
      "chatkeep:retiredSigningKeys[0].publicKey",
      `Write \`${key}\``,
    ],
    [
      `chatkeep:retiredSigningKeys: [{ keyId: "ed25519:a", publicKey: ${key}, expired: 1700000000 }]`,
      "chatkeep:retiredSigningKeys[0].expired",
      "`1700000000000`",
    ],
    [
      `chatkeep:retiredSigningKeys: [{ keyId: "ed25519:a", publicKey: ${key} }]`,
      "chatkeep:retiredSigningKeys[0].expired",
      "found nothing",
    ],
    [
      `chatkeep:retiredSigningKeys: [{ keyId: "ed25519:a", publicKey: AAAA, expired: 1700000000000 }]`,
      "chatkeep:retiredSigningKeys[0].publicKey",
      "43 characters of unpadded base64",
    ],
  ),
];
