import { Refusal, SettingsError } from "../../errors.ts";
import { evidencePublicKey } from "../../keys/evidence-key.ts";
import { signerOfPage } from "../../operations/evidence/signed-page.ts";
import { type Evidence, readSignedReport } from "../../operations/evidence/signed-report.ts";
import { storedKey } from "../recovery/stored-key.ts";
import type { Session } from "../session.ts";
import { settledStack } from "../stack/settings.ts";

/** What is checked, and with which key: this stack's own where none is named. */
export interface Verifying {
  readonly path: string;
  /** The public half as it is printed on the recovery kit. */
  readonly evidenceKey: string | null;
}

/** What evidence is of, and what is said where a file is no such evidence. */
export interface Expected<Report extends Evidence> {
  readonly kind: Report["kind"];
  readonly none: { readonly found: string; readonly next: string };
}

/** What a file turned out to be. */
export type Verified<Report extends Evidence> =
  | { readonly kind: "page"; readonly publicKey: string }
  | { readonly kind: "report"; readonly publicKey: string; readonly report: Report };

/** Checks the signature of a report or a page; refused where one byte was changed, or another key signed it. */
export async function verifyEvidence<Report extends Evidence & { readonly epoch: number }>(
  session: Session,
  { path, evidenceKey }: Verifying,
  expected: Expected<Report>,
): Promise<Verified<Report>> {
  const text = await session.files.read(path);
  if (text === null) {
    const problem = { found: "the file does not exist", write: "Write the path of the report." };
    throw new SettingsError([{ file: path, line: null, key: "REPORT", ...problem }]);
  }
  const found = text.startsWith("<") ? pageIn(text, path, expected) : reportIn(text, path, expected);
  const epoch = found.kind === "report" ? found.report.epoch : null;
  const keys = evidenceKey === null ? await ownKeys(session, epoch) : [evidenceKey.replace(/^ed25519[ :]/, "")];
  if (keys.includes(found.publicKey)) return found;
  throw new Refusal(`${path} was signed with the evidence key ${found.publicKey}, which is not the expected one`, {
    next: "The recovery kit of its time has that server's key:  --evidence-key KEY. If the key is on no kit of yours, the report is not evidence.",
  });
}

function pageIn<Report extends Evidence>(text: string, path: string, { kind }: Expected<Report>): Verified<Report> {
  const publicKey = signerOfPage(text, kind);
  if (publicKey === null) throw changed(path);
  return { kind: "page", publicKey };
}

function reportIn<Report extends Evidence>(
  text: string,
  path: string,
  { kind, none }: Expected<Report>,
): Verified<Report> {
  const read = readSignedReport<Report>(text, kind);
  if (read.kind === "signed") return { kind: "report", publicKey: read.publicKey, report: read.report };
  if (read.kind === "changed") throw changed(path);
  throw new Refusal(`${path} ${none.found}`, { next: none.next });
}

function changed(path: string): Refusal {
  return new Refusal(`${path} is not as it was signed: it was changed, or is not whole`, {
    next: "Use another copy. This one proves nothing.",
  });
}

/** A page does not say which generation signed it. */
async function ownKeys(session: Session, epoch: number | null): Promise<readonly string[]> {
  const { settings } = await settledStack(session);
  const [key, newest] = [await storedKey(session), settings.epochs.evidenceKey ?? 0];
  const epochs = epoch === null ? Array.from({ length: newest + 1 }, (_, at) => at) : [epoch];
  return epochs.map((each) => evidencePublicKey(key, each));
}
