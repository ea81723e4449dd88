import { bech32m } from "@scure/base";

/** The first share with the other's secret part: a forgery by someone who does not know the key. */
export function withPart(share: string, other: string): string {
  const [own, foreign] = [share, other].map((text) => bech32m.decodeToBytes(text).bytes) as [Uint8Array, Uint8Array];
  foreign.subarray(6, 39).forEach((byte, index) => {
    own[6 + index] = byte;
  });
  return bech32m.encodeFromBytes("ckshare", own);
}
