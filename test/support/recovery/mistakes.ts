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

/** The last letter of a share is another one. */
export function mistyped(share: string): string {
  return share.replace(/.$/, (letter) => (letter === "q" ? "p" : "q"));
}

/** The first word changes its place with one that the checksum notices: one swap in 256 passes it. */
export function swapped(text: string): string {
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
