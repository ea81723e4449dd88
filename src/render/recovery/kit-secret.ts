import { type QrCode, qrCode } from "../services/qr-code.ts";
import type { KitSecret } from "./kit-contents.ts";

/** What a sheet shows of its secret: for the page, for plain text, and for a camera. */
export interface SecretParts {
  readonly template: "kit-words" | "kit-share";
  readonly secretTitle: string;
  readonly secretNote: string;
  readonly words: readonly string[];
  readonly groups: readonly string[];
  readonly lines: readonly string[];
  readonly code: QrCode;
  readonly codeLabel: string;
}

/** Words, or a share, as a sheet shows them. */
export function secretParts(secret: KitSecret): SecretParts {
  return secret.kind === "words" ? wordsParts(secret) : shareParts(secret);
}

function wordsParts({ words: secret }: Extract<KitSecret, { kind: "words" }>): SecretParts {
  const words = secret.reveal().split(" ");
  const lines = [0, 4, 8, 12, 16, 20].map((from) =>
    words
      .slice(from, from + 4)
      .map((word, at) => `${String(from + at + 1).padStart(2)}. ${word.padEnd(10)}`)
      .join("")
      .trimEnd(),
  );
  return {
    template: "kit-words",
    secretTitle: "Master key: 24 words",
    secretNote: "Every secret of the server follows from these words. Their order matters.",
    words,
    groups: [],
    lines,
    code: qrCode(secret.reveal()),
    codeLabel: "QR code: the 24 words",
  };
}

function shareParts({ share, of }: Extract<KitSecret, { kind: "share" }>): SecretParts {
  const groups = share.reveal().match(/.{1,6}/g) ?? [];
  const note = [
    `Type it with or without spaces; a mistyped letter is noticed. With fewer than ${of.threshold} shares, nothing can be learned about the key.`,
    "The commitment is a check value of the key, cut to 64 bits so that it fits into the share: shares that give another key are refused.",
  ];
  return {
    template: "kit-share",
    secretTitle: "Your share",
    secretNote: note.join(" "),
    words: [],
    groups,
    lines: [0, 5, 10].map((from) => groups.slice(from, from + 5).join(" ")),
    code: qrCode(share.reveal().toUpperCase()), // in capitals a QR code is smaller (ISO/IEC 18004, alphanumeric mode; BIP-350 allows them)
    codeLabel: "QR code: the share",
  };
}
