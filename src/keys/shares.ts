import { bech32m } from "@scure/base";
import { combine, split } from "shamir-secret-sharing";
import { Secret } from "../kinds/secret.ts";
import { MasterKey } from "./master-key.ts";

/** One share of a master key, as its text says it. */
export interface Share {
  /** Shares that were made together have one group: 8 hexadecimal digits. */
  readonly group: string;
  /** How many of the group give the key back. */
  readonly threshold: number;
  /** Which of the group this one is, from 1 on. */
  readonly index: number;
  /** The share itself: 32 bytes and the point they belong to. */
  readonly bytes: Uint8Array;
  /** 64 bits that only the right key gives: a wrong set never passes for a key. */
  readonly commitment: string;
}

/** How a master key is parted: any `threshold` of `count` shares give it back, fewer say nothing about it. */
export interface Parting {
  readonly threshold: number;
  readonly count: number;
}

/** Why shares give no key. */
export type SharesFault =
  | { readonly kind: "unreadable"; readonly nth: number }
  | { readonly kind: "version"; readonly nth: number; readonly version: number }
  | { readonly kind: "groups"; readonly groups: readonly string[] }
  | { readonly kind: "same share"; readonly index: number }
  | { readonly kind: "too few"; readonly found: number; readonly threshold: number }
  | { readonly kind: "commitment"; readonly group: string };

const prefix = "ckshare";
const version = 1;

/** The bytes of a share: version and threshold (half a byte each), group 4, index 1, share 33, commitment 8: 90 letters with their prefix, the most that bech32m is sure of (BIP-350). */
const size = { group: 4, index: 1, share: 33, commitment: 8 } as const;

/** The most shares, and the largest threshold, that fit. */
export const mostShares = 15;

/** Splits a master key. New shares do not replace old ones: those still give this key. */
export async function shareKey(
  master: MasterKey,
  { threshold, count }: Parting,
  random: (count: number) => Uint8Array,
): Promise<readonly Secret[]> {
  if (threshold < 2 || threshold > count || count > mostShares)
    throw new RangeError(`no parting of a key: ${threshold} of ${count}`);
  const group = Buffer.from(random(size.group)).toString("hex");
  const parts = await split(master.reveal(), count, threshold);
  const commitment = master.shareCommitment(group);
  return parts.map((bytes, index) => new Secret(textOf({ group, threshold, index: index + 1, bytes, commitment })));
}

/** Gives the key back, or everything that is wrong with the shares. */
export async function joinShares(texts: readonly string[]): Promise<MasterKey | readonly SharesFault[]> {
  const read = texts.map((text, index) => parseShare(text, index + 1));
  const broken = read.filter((each) => "kind" in each);
  const shares = read.filter((each) => "bytes" in each);
  const faults = [...broken, ...setFaults(shares)];
  const [first] = shares;
  if (faults.length > 0 || first === undefined) return faults;
  return joined(first, shares);
}

/** The last byte of a part is its place, which no two parts of one key have in common: `combine` throws where they do. */
async function joined(first: Share, shares: readonly Share[]): Promise<MasterKey | readonly SharesFault[]> {
  const forged = [{ kind: "commitment", group: first.group }] as const;
  const parts = shares.slice(0, first.threshold).map(({ bytes }) => bytes);
  if (new Set(parts.map((bytes) => bytes.at(-1))).size < parts.length) return forged;
  const master = new MasterKey(await combine(parts));
  const fits = shares.every(({ group, commitment }) => master.shareCommitment(group) === commitment);
  return fits ? master : forged;
}

/** Reads one share; capital letters, spaces and hyphens do not matter, a mistyped letter is noticed. */
export function parseShare(text: string, nth = 1): Share | SharesFault {
  const plain = text.replace(/[\s-]/g, "");
  const decoded = bech32m.decodeUnsafe(plain);
  const bytes = decoded?.prefix === prefix ? bech32m.fromWordsUnsafe(decoded.words) : undefined;
  if (!bytes || bytes.length === 0) return { kind: "unreadable", nth };
  return fieldsOf(bytes, nth);
}

function fieldsOf(bytes: Uint8Array, nth: number): Share | SharesFault {
  const [head = 0] = bytes;
  if (head >> 4 !== version) return { kind: "version", nth, version: head >> 4 };
  const all = Buffer.from(bytes);
  const [group, index, share, commitment] = [
    all.subarray(1, 5),
    all.readUInt8(5),
    all.subarray(6, 6 + size.share),
    all.subarray(6 + size.share),
  ];
  if (commitment.length !== size.commitment) return { kind: "unreadable", nth };
  return {
    group: group.toString("hex"),
    threshold: head & 0x0f,
    index,
    bytes: Uint8Array.from(share),
    commitment: commitment.toString("hex"),
  };
}

function setFaults(shares: readonly Share[]): readonly SharesFault[] {
  const groups = [...new Set(shares.map(({ group }) => group))];
  if (groups.length > 1) return [{ kind: "groups", groups }];
  const seen = shares.map(({ index }) => index);
  const twice = [...new Set(seen.filter((index, place) => seen.indexOf(index) !== place))];
  const threshold = shares[0]?.threshold ?? 0;
  const different = new Set(seen).size;
  return [
    ...twice.map((index): SharesFault => ({ kind: "same share", index })),
    ...(different < threshold ? [{ kind: "too few", found: different, threshold } as const] : []),
  ];
}

function textOf({ group, threshold, index, bytes, commitment }: Share): string {
  const all = Buffer.concat([
    Buffer.from([(version << 4) | threshold]),
    Buffer.from(group, "hex"),
    Buffer.from([index]),
    bytes,
    Buffer.from(commitment, "hex"),
  ]);
  return bech32m.encodeFromBytes(prefix, all);
}
