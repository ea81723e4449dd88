/** What is wrong with a file, and what to do about it. */
export interface Flaw {
  readonly found: string;
  readonly write: string;
}

/** One block of a PEM file (RFC 7468, section 2): what it says it is, and its text. */
export interface Block {
  readonly label: string;
  readonly text: string;
}

/** The blocks of a PEM file, in their order. */
export function blocksOf(text: string): readonly Block[] {
  return [...text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----.*?-----END \1-----/gs)].map(([block, label = ""]) => {
    return { label, text: block };
  });
}

/** What a file without any such block is; null if it is unknown. The first bytes identify both (X.690, section 8). */
export function binaryForm(text: string): "DER" | "PKCS#12" | null {
  const start = text.slice(0, 10);
  if (!start.startsWith("0") || !(start.includes("\ufffd") || start.includes("\u0002\u0001"))) return null;
  return start.includes("\u0002\u0001\u0003") ? "PKCS#12" : "DER"; // RFC 7292, section 4: the version is 3
}

/** Whether a block is a private key of any kind. */
export function isPrivateKey({ label }: Block): boolean {
  return label.endsWith("PRIVATE KEY");
}
