import { createCipheriv, createDecipheriv, createHmac, pbkdf2, timingSafeEqual } from "node:crypto";
import { Secret } from "../../kinds/secret.ts";

/** Why a key-export file does not open. */
export type KeyExportFault =
  /** It does not begin and end as such a file does, or something in it is no base64. */
  | "not-a-key-file"
  /** It is of a version that we do not know, or asks for more work than any client makes it ask. */
  | "unknown-version"
  /** Another passphrase, or a byte was changed: the file cannot tell which. */
  | "wrong-passphrase-or-damaged";

/** How many rounds of PBKDF2 Element makes of a passphrase (matrix-react-sdk, MegolmExportEncryption). The specification asks for 100,000 at least. */
const usualRounds = 500_000;

/** More would be a file made to keep us busy: ten million take some five seconds. */
const mostRounds = 10_000_000;

const head = "-----BEGIN MEGOLM SESSION DATA-----";
const tail = "-----END MEGOLM SESSION DATA-----";
const lineLength = 96;

/** Where the parts are: version 1, salt 16, counter block 16, rounds 4, then the text, then its MAC of 32 (Matrix client-server API, "Key export format"). */
const places = { salt: 1, counter: 17, rounds: 33, text: 37, mac: 32 } as const;

/** Writes room keys (a JSON array of exported sessions) as the file that Element and other clients read. */
export async function writeKeyExport(
  sessions: Secret,
  passphrase: Secret,
  random: (bytes: number) => Uint8Array,
  rounds = usualRounds,
): Promise<string> {
  const [salt, counter] = [random(16), Uint8Array.from(random(16))];
  counter[8] = (counter[8] ?? 0) & 0x7f; // bit 63 stays clear: counters of 64 and of 128 bits then count alike
  const { encryption, authentication } = await keysOf(passphrase, salt, rounds);
  const cipher = createCipheriv("aes-256-ctr", encryption, counter);
  const roundBytes = Buffer.alloc(4);
  roundBytes.writeUInt32BE(rounds);
  const body = Buffer.concat([
    Buffer.of(1),
    salt,
    counter,
    roundBytes,
    cipher.update(sessions.reveal(), "utf8"),
    cipher.final(),
  ]);
  const whole = Buffer.concat([body, macOf(authentication, body)]).toString("base64");
  return [head, ...(whole.match(new RegExp(`.{1,${lineLength}}`, "g")) ?? []), tail, ""].join("\n");
}

/** Reads such a file: the JSON in it, or why it does not open. */
export async function readKeyExport(text: string, passphrase: Secret): Promise<Secret | KeyExportFault> {
  const bytes = unarmoured(text);
  if (bytes === null || bytes.length < places.text + places.mac) return "not-a-key-file";
  const rounds = bytes.readUInt32BE(places.rounds);
  if (bytes[0] !== 1 || rounds < 1 || rounds > mostRounds) return "unknown-version";
  const { encryption, authentication } = await keysOf(passphrase, bytes.subarray(places.salt, places.counter), rounds);
  const body = bytes.subarray(0, -places.mac);
  if (!timingSafeEqual(macOf(authentication, body), bytes.subarray(-places.mac))) return "wrong-passphrase-or-damaged";
  const decipher = createDecipheriv("aes-256-ctr", encryption, body.subarray(places.counter, places.rounds));
  return new Secret(Buffer.concat([decipher.update(body.subarray(places.text)), decipher.final()]).toString("utf8"));
}

/** The bytes between the lines; null where there is anything that we would not have written ourselves, other lengths of lines apart. */
function unarmoured(text: string): Buffer | null {
  const [first, ...lines] = text.trim().split(/\r?\n/);
  if (first !== head || lines.pop() !== tail) return null;
  const encoded = lines.join("");
  const bytes = Buffer.from(encoded, "base64");
  const canonical = bytes.toString("base64");
  // Element on the web pads, the Rust library does not.
  return encoded === canonical || encoded === canonical.replace(/=+$/, "") ? bytes : null;
}

interface Keys {
  readonly encryption: Uint8Array;
  readonly authentication: Uint8Array;
}

function keysOf(passphrase: Secret, salt: Uint8Array, rounds: number): Promise<Keys> {
  return new Promise((resolve, reject) =>
    pbkdf2(passphrase.reveal(), salt, rounds, 64, "sha512", (error, both) =>
      error === null ? resolve({ encryption: both.subarray(0, 32), authentication: both.subarray(32) }) : reject(error),
    ),
  );
}

function macOf(key: Uint8Array, bytes: Uint8Array): Buffer {
  return createHmac("sha256", key).update(bytes).digest();
}
