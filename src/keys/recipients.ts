import { bech32 } from "@scure/base";

/** Who can open what is sealed: the public half of an age identity (age-encryption.org/v1, "Recipient types"). */
export interface Recipient {
  readonly text: string;
  /** Whether a quantum computer could open what is sealed to it: X25519 alone is classic, ML-KEM-768 with X25519 is post-quantum. */
  readonly kind: "classic" | "post-quantum";
}

/** What is wrong with one text of a list, or with the whole list (`at` is null); an identity, which is secret, is never repeated. */
export interface RecipientProblem {
  readonly at: number | null;
  readonly found: string;
  readonly write: string;
}

/** Their prefixes and how many bytes follow (filippo.io/age, "age" and "age1pq"). */
const kinds = {
  age: { kind: "classic", bytes: 32 },
  age1pq: { kind: "post-quantum", bytes: 1216 },
} as const;

/** Reads a list of recipients, each once; everything wrong with it is said at once. */
export function parseRecipients(texts: readonly string[]): {
  readonly recipients: readonly Recipient[];
  readonly problems: readonly RecipientProblem[];
} {
  const read = [...new Set(texts.map((text) => text.trim()))].map((text) => ({ text, found: readOne(text) }));
  const recipients = read.flatMap(({ found }) => ("kind" in found ? [found] : []));
  const wrong = read.flatMap(({ text, found }) =>
    "kind" in found ? [] : [{ at: texts.findIndex((each) => each.trim() === text), ...found }],
  );
  return { recipients, problems: [...wrong, ...mixture(recipients)] };
}

/** What is sealed to both kinds is as weak as the classic one, which its post-quantum recipients do not expect (age refuses it too). */
function mixture(recipients: readonly Recipient[]): readonly RecipientProblem[] {
  if (new Set(recipients.map(({ kind }) => kind)).size < 2) return [];
  const found =
    "post-quantum recipients (`age1pq1…`) together with classic ones (`age1…`): a quantum computer would open the copy through the classic ones";
  return [{ at: null, found, write: "Name recipients of one kind only." }];
}

type Fault = Omit<RecipientProblem, "at">;

function readOne(text: string): Recipient | Fault {
  if (/^age-secret-key-/i.test(text)) return identityInstead;
  if (/^(ssh-|age1(yubikey|tag|tagpq|se|tpm|fido)[a-z0-9-]*1)/i.test(text))
    return { found: `expected a recipient of age itself, found \`${shortened(text)}\``, write: newRecipient };
  const decoded = bech32.decodeUnsafe(text, false);
  const kind = decoded === undefined ? undefined : kindOf(decoded.prefix);
  const bytes = decoded === undefined ? undefined : bech32.fromWordsUnsafe(decoded.words);
  if (kind === undefined || !bytes || bytes.length !== kind.bytes || weak(bytes))
    return { found: `expected an age recipient, found \`${shortened(text)}\``, write: mistyped(text) };
  return { text: text.toLowerCase(), kind: kind.kind };
}

function kindOf(prefix: string): (typeof kinds)[keyof typeof kinds] | undefined {
  return prefix === "age" || prefix === "age1pq" ? kinds[prefix] : undefined;
}

/** Points of small order among the public keys, with which no secret can be agreed (RFC 7748, section 6.1): those that someone types are all zero or one. */
function weak(bytes: Uint8Array): boolean {
  return bytes.length === 32 && bytes.slice(1).every((byte) => byte === 0);
}

const newRecipient = "Write the line that `age-keygen` prints as the public key: it begins with `age1`.";

const identityInstead: Fault = {
  found: "expected a recipient, found an identity, which is secret and opens what is sealed",
  write: `Delete it here and store it elsewhere. ${newRecipient}`,
};

function mistyped(text: string): string {
  return /^age1/i.test(text) ? "A letter of it is wrong, missing or too many: copy it again." : newRecipient;
}

function shortened(text: string): string {
  return text.length <= 70 ? text : `${text.slice(0, 20)}…`;
}
