import { bech32m } from "@scure/base";
import { MasterKey } from "../../../src/keys/master-key.ts";
import { parseWords } from "../../../src/keys/words.ts";
import { type NamedSecret, Secret } from "../../../src/kinds/secret.ts";

/** The first share with the other's secret part: a forgery by someone who does not know the key. */
export function withPart(share: string, other: string): string {
  const [own, foreign] = [share, other].map((text) => bech32m.decodeToBytes(text).bytes) as [Uint8Array, Uint8Array];
  foreign.subarray(6, 39).forEach((byte, index) => {
    own[6 + index] = byte;
  });
  return bech32m.encodeFromBytes("ckshare", own);
}

/** What the sheets of a key say: its words, its shares, and those of another group. */
interface Sheets {
  readonly words: string;
  readonly shares: readonly string[];
  readonly others: readonly string[];
}

/** What is typed wrongly of them, and what is said about it. */
interface Mistake {
  readonly what: string;
  readonly typed: (sheets: Sheets) => string;
  readonly reason: string;
}

const lines = (...each: readonly (string | undefined)[]): string => each.join("\n");

/** Decided in pure tests; what a person sees of it is tested live. */
export const mistakes: readonly Mistake[] = [
  {
    what: "two shares",
    typed: ({ shares: [a, b] }) => lines(a, b),
    reason: "3 shares are needed, 2 were given",
  },
  {
    what: "a share of another group",
    typed: ({ shares: [a, b], others: [, , other] }) => lines(a, b, other),
    reason: "of different groups",
  },
  {
    what: "a mistyped letter",
    typed: ({ shares: [a, b, c = ""] }) => lines(a, b, mistyped(c)),
    reason: "Share 3 is not readable",
  },
  {
    what: "shares that do not fit their commitment",
    typed: ({ shares: [a, b, c = ""], others: [, , other = ""] }) => lines(a, b, withPart(c, other)),
    reason: "do not give the key that they were made of",
  },
  {
    what: "a mistyped word",
    typed: ({ words }) => words.replace(/^\w+/, "zzzz"),
    reason: "Word 1 is not in the list",
  },
  {
    what: "two words that changed places",
    typed: ({ words }) => swapped(words),
    reason: "do not belong together",
  },
];

/** The last letter of a share is another one. */
function mistyped(share: string): string {
  return share.replace(/.$/, (letter) => (letter === "q" ? "p" : "q"));
}

/** The first word changes its place with one that the checksum notices: one swap in 256 passes it. */
function swapped(text: string): string {
  const list = text.split(" ");
  const swaps = list.map((word, at) =>
    list
      .with(0, word)
      .with(at, list[0] ?? "")
      .join(" "),
  );
  return swaps.find((each) => each !== text && !(parseWords(each) instanceof MasterKey)) ?? "";
}

/** What must not be repeated of what was typed: shares, and every four words that follow each other. */
export function inputSecrets(input: string): readonly NamedSecret[] {
  const parts = input
    .split("\n")
    .flatMap((line) => (line.startsWith("ckshare1") ? [line] : (line.match(/(\w+ ){3}\w+/g) ?? [])));
  return parts.map((part, at) => ({ name: `part ${at}`, value: new Secret(part) }));
}
