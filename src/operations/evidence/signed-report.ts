import { isEvidenceSignedBy } from "../../keys/evidence-key.ts";
import { isJsonObject, type Json, type JsonObject } from "../../kinds/json.ts";

/** What evidence there is. */
export type EvidenceKind = "chatkeep offboarding" | "chatkeep drill";

/** Evidence of a server: plain JSON, without any secret, signed as a whole. */
export type Evidence = JsonObject & { readonly kind: EvidenceKind; readonly version: 1; readonly server: string };

/** Who signs a report. */
export interface Signer<Report extends Evidence> {
  /** In unpadded base64, as it stands on the recovery kit. */
  readonly publicKey: string;
  readonly sign: (report: Report) => string;
}

/** A report as it is written: JSON with its signature, the same bytes for the same report. */
export function signedText<Report extends Evidence>(report: Report, { publicKey, sign }: Signer<Report>): string {
  return textOf({ ...report, signatures: { [report.server]: { [`ed25519:${publicKey}`]: sign(report) } } });
}

/** What a text turned out to be. */
export type ReadReport<Report extends Evidence> =
  | { readonly kind: "signed"; readonly report: Report; readonly publicKey: string }
  | { readonly kind: "no report" | "changed" };

/**
 * Reads a report of a kind and checks its signature. It must also be written exactly as it was: the signature is over what the JSON
 * means, and a space more would go unnoticed.
 */
export function readSignedReport<Report extends Evidence>(text: string, kind: Report["kind"]): ReadReport<Report> {
  const found = objectIn(text);
  if (found === null) return { kind: "no report" };
  const { signatures, ...report } = found;
  if (!isReport<Report>(report, kind)) return { kind: "no report" };
  const signed = signatureIn(signatures, report.server);
  if (signed === null || "unsigned" in report || textOf(found) !== text) return { kind: "changed" };
  const { publicKey, signature } = signed;
  return isEvidenceSignedBy(report, publicKey, signature) ? { kind: "signed", report, publicKey } : { kind: "changed" };
}

function objectIn(text: string): JsonObject | null {
  try {
    const found: Json = JSON.parse(text);
    return isJsonObject(found) ? found : null;
  } catch {
    return null;
  }
}

/** Whether it says that it is one; the signature says whether the rest of it is as we wrote it. */
function isReport<Report extends Evidence>(value: JsonObject, kind: Report["kind"]): value is Report {
  return value.kind === kind && value.version === 1 && typeof value.server === "string";
}

function signatureIn(signatures: JsonObject[string] | undefined, server: string) {
  const own = isJsonObject(signatures) ? signatures[server] : undefined;
  const [[key, signature] = [], ...more] = Object.entries(isJsonObject(own) ? own : {});
  if (key === undefined || typeof signature !== "string" || more.length > 0 || !key.startsWith("ed25519:")) return null;
  return { publicKey: key.slice("ed25519:".length), signature };
}

function textOf(value: JsonObject): string {
  return `${JSON.stringify(value, null, 1)}\n`;
}
