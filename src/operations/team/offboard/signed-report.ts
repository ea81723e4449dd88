import { isEvidenceSignedBy } from "../../../keys/evidence-key.ts";
import { isJsonObject, type Json, type JsonObject } from "../../../kinds/json.ts";
import type { OffboardingReport } from "./report.ts";

/** Who signs a report. */
export interface Signer {
  /** In unpadded base64, as it stands on the recovery kit. */
  readonly publicKey: string;
  readonly sign: (report: OffboardingReport) => string;
}

/** A report as it is written: JSON with its signature, the same bytes for the same report. */
export function signedText(report: OffboardingReport, { publicKey, sign }: Signer): string {
  return textOf({ ...report, signatures: { [report.server]: { [`ed25519:${publicKey}`]: sign(report) } } });
}

/** What a text turned out to be. */
export type ReadReport =
  | { readonly kind: "signed"; readonly report: OffboardingReport; readonly publicKey: string }
  | { readonly kind: "no report" | "changed" };

/**
 * Reads a report and checks its signature. It must also be written exactly as it was: the signature is over what the JSON means, and a
 * space more would go unnoticed.
 */
export function readSignedReport(text: string): ReadReport {
  const found = objectIn(text);
  if (found === null) return { kind: "no report" };
  const { signatures, ...report } = found;
  if (!isReport(report)) return { kind: "no report" };
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
function isReport(value: JsonObject): value is JsonObject & OffboardingReport {
  return value.kind === "chatkeep offboarding" && value.version === 1 && typeof value.server === "string";
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
