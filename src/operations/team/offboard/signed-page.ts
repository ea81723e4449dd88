import { isEvidenceSignedBy } from "../../../keys/evidence-key.ts";
import type { JsonObject } from "../../../kinds/json.ts";

/** What is signed of a page: all of its text. */
function signedPart(page: string): JsonObject {
  return { kind: "chatkeep offboarding page", page };
}

/** Signs a page: the signature is a comment in its last line. */
export function signedPage(page: string, publicKey: string, sign: (of: JsonObject) => string): string {
  return `${page}<!-- chatkeep evidence ed25519 ${publicKey} ${sign(signedPart(page))} -->\n`;
}

/** The public key that a page was signed with; null where it was changed, or never was one. */
export function signerOfPage(text: string): string | null {
  const [, page, publicKey, signature] =
    /^([\s\S]*)<!-- chatkeep evidence ed25519 ([A-Za-z0-9+/]{43}) ([A-Za-z0-9+/]{86}) -->\n$/.exec(text) ?? [];
  if (page === undefined || publicKey === undefined || signature === undefined) return null;
  return isEvidenceSignedBy(signedPart(page), publicKey, signature) ? publicKey : null;
}
