import { isEvidenceSignedBy } from "../../keys/evidence-key.ts";
import type { JsonObject } from "../../kinds/json.ts";
import type { EvidenceKind } from "./signed-report.ts";

/** What is signed of a page: all of its text. */
function signedPart(page: string, kind: EvidenceKind): JsonObject {
  return { kind: `${kind} page`, page };
}

/** Who signs a page. */
export interface PageSigner {
  readonly publicKey: string;
  readonly sign: (of: JsonObject) => string;
}

/** Signs a page: the signature is a comment in its last line. */
export function signedPage(page: string, kind: EvidenceKind, { publicKey, sign }: PageSigner): string {
  return `${page}<!-- chatkeep evidence ed25519 ${publicKey} ${sign(signedPart(page, kind))} -->\n`;
}

/** The public key that a page was signed with; null where it was changed, or never was one of this kind. */
export function signerOfPage(text: string, kind: EvidenceKind): string | null {
  const [, page, publicKey, signature] =
    /^([\s\S]*)<!-- chatkeep evidence ed25519 ([A-Za-z0-9+/]{43}) ([A-Za-z0-9+/]{86}) -->\n$/.exec(text) ?? [];
  if (page === undefined || publicKey === undefined || signature === undefined) return null;
  return isEvidenceSignedBy(signedPart(page, kind), publicKey, signature) ? publicKey : null;
}
