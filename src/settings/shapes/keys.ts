import * as z from "zod";
import type { Purpose } from "../../keys/purposes.ts";
import { complain, group, leaf } from "../leaf.ts";
import { integer } from "./quantities.ts";

const generation = integer({ min: 0, max: 1_000_000, expected: "a generation" }).optional();

/** What never rotates, and why: no password would match any more; the passphrase is the master key's own. */
export const lastingPurposes = {
  passwordPepper: "a new generation would make every password invalid, so it has none",
  pulumiPassphrase: "it changes only with the master key, so it has no generations",
  repositoryPassword: "it opens every archive there is, so it changes only with the master key",
  bundleKey: "it opens what every archive contains, so it changes only with the master key",
  canaryPassword: "the canary member keeps it, so it changes only with the master key",
  canaryRecoveryKey: "the canary member's messages are encrypted with it, so it changes only with the master key",
} as const satisfies Partial<Record<Purpose, string>>;

type Rotatable = Exclude<Purpose, keyof typeof lastingPurposes>;

const rotatable: Readonly<Record<Rotatable, typeof generation>> = {
  signingKey: generation,
  postgresPassword: generation,
  macaroonSecretKey: generation,
  formSecret: generation,
  operatorToken: generation,
  homeserverToken: generation,
  turnSharedSecret: generation,
  evidenceKey: generation,
  backupPassword: generation,
};

/** Key generations by purpose, of all that can rotate. */
export const epochs = group(rotatable).transform((read): Readonly<Record<string, number>> => {
  return Object.fromEntries(Object.entries(read).filter((entry): entry is [string, number] => entry[1] !== undefined));
});

/** `ed25519:VERSION` (Matrix spec, server-server API, "Retrieving server keys"). */
const keyId = leaf<string>({ type: "string", pattern: "^ed25519:[A-Za-z0-9_]{1,64}$" }, (value) => {
  if (typeof value === "string" && /^ed25519:[A-Za-z0-9_]{1,64}$/.test(value)) return { value };
  const bare = typeof value === "string" ? value.trim().replace(/^ed25519[ :]/i, "") : "";
  const meant = /^[A-Za-z0-9_]{1,64}$/.test(bare) ? `ed25519:${bare}` : "ed25519:ck_1f0e9a2b";
  return complain("a key id such as `ed25519:ck_1f0e9a2b`", value, `Write \`${meant}\`.`);
});

/** 32 bytes (RFC 8032, section 5.1.5) in unpadded base64 (Matrix spec, appendices, "Unpadded Base64"). */
const publicKey = leaf<string>({ type: "string", pattern: "^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]$" }, (value) => {
  if (typeof value === "string" && /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]$/.test(value)) return { value };
  const bare =
    typeof value === "string" ? value.trim().replace(/=+$/, "").replaceAll("-", "+").replaceAll("_", "/") : "";
  const meant = bare.length === 43 ? `Write \`${bare}\`.` : "Copy it from the recovery kit.";
  return complain(
    "a public key: 43 characters of unpadded base64",
    typeof value === "string" ? `${value.length} characters` : value,
    meant,
  );
});

const january2014 = 1_388_534_400_000;

/** Milliseconds since 1970 (`expired_ts` in the Matrix server-server API). Matrix is younger than 2014's January, so less means seconds. */
const expired = leaf<number>({ type: ["integer", "string"], minimum: january2014, pattern: "^\\d{13}$" }, (value) => {
  const number = typeof value === "string" && /^\d{1,13}$/.test(value) ? Number(value) : value;
  const whole = typeof number === "number" && Number.isSafeInteger(number) ? number : null;
  if (whole !== null && whole >= january2014) return { value: whole };
  const meant = whole !== null && whole * 1_000 >= january2014 ? whole * 1_000 : guessDate(value);
  return complain(
    "a time in milliseconds since 1970",
    value,
    `Write a number such as \`${meant ?? 1_790_000_000_000}\`.`,
  );
});

function guessDate(value: unknown): number | null {
  const time = typeof value === "string" && /^\d{4}-\d\d-\d\d/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? null : time;
}

/** Signing keys no longer in use. */
export const retiredSigningKeys = z.array(group({ keyId, publicKey, expired }), {
  error: "a list of keys, each with `keyId`, `publicKey` and `expired`",
});
