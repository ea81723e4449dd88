import type { SearchedPlace } from "../../io/leaks/place.ts";
import type { NamedSecret } from "../../kinds/secret.ts";
import { encodingsOf } from "./secret-encodings.ts";

/** A secret that can be read where it must not be. */
export interface Leak {
  /** The secret's name. */
  readonly secret: string;
  /** For a person. */
  readonly where: string;
}

/** Looks for secrets in texts, in every encoding of `encodingsOf`; each secret is reported once a place. */
export function findLeaks(secrets: readonly NamedSecret[], places: Iterable<SearchedPlace>): readonly Leak[] {
  const search = searchFor(secrets);
  return onceEach([...places].flatMap(search));
}

/** The same over places that are read one after the other, so that they need not fit into memory together. */
export async function findLeaksIn(
  secrets: readonly NamedSecret[],
  places: AsyncIterable<SearchedPlace>,
): Promise<readonly Leak[]> {
  const search = searchFor(secrets);
  const leaks: Leak[] = [];
  for await (const place of places) leaks.push(...search(place));
  return onceEach(leaks);
}

function onceEach(leaks: readonly Leak[]): readonly Leak[] {
  return [...new Map(leaks.map((leak) => [JSON.stringify([leak.secret, leak.where]), leak])).values()];
}

/** An encoded secret, and whose it is. */
interface Needle {
  readonly text: string;
  readonly secret: string;
}

function searchFor(secrets: readonly NamedSecret[]): (place: SearchedPlace) => readonly Leak[] {
  const needles = secrets.flatMap(({ name, value }) => encodingsOf(value).map((text) => ({ text, secret: name })));
  const windows = tableOf(needles);
  return ({ where, text }) => namesIn(text, windows).map((secret) => ({ secret, where }));
}

/** For the search of Wu and Manber ("A fast algorithm for multi-pattern searching", 1994), with blocks of two characters. */
interface Table {
  /** As much of each needle as the shortest one has. */
  readonly length: number;
  /** How far the window may move, by the block it ends in. */
  readonly shifts: Uint8Array;
  /** The needles whose first `length` characters end in a block. */
  readonly endingIn: ReadonlyMap<number, readonly Needle[]>;
}

/** Searches for some hundred texts at once without reading every byte: gigabytes take seconds. */
function tableOf(needles: readonly Needle[]): Table {
  const length = Math.min(255, ...needles.map(({ text }) => text.length));
  const shifts = new Uint8Array(blocks).fill(length - 1);
  const endingIn = new Map<number, Needle[]>();
  for (const needle of needles) {
    for (let end = 1; end < length; end++) {
      const block = blockAt(needle.text, end);
      shifts[block] = Math.min(shifts[block] ?? 0, length - 1 - end);
    }
    const last = blockAt(needle.text, length - 1);
    endingIn.set(last, [...(endingIn.get(last) ?? []), needle]);
  }
  return { length, shifts, endingIn };
}

const blocks = 2 ** 16;

/** The block that ends at an index: its two characters' lower bytes. */
function blockAt(text: string, end: number): number {
  return ((text.charCodeAt(end - 1) & 0xff) << 8) | (text.charCodeAt(end) & 0xff);
}

function namesIn(text: string, { length, shifts, endingIn }: Table): readonly string[] {
  const found = new Set<string>();
  for (let end = length - 1; end < text.length; ) {
    const block = blockAt(text, end);
    const shift = shifts[block] ?? 0;
    if (shift === 0)
      for (const needle of endingIn.get(block) ?? [])
        if (text.startsWith(needle.text, end - length + 1)) found.add(needle.secret);
    end += Math.max(1, shift);
  }
  return [...found];
}
