import { Refusal, SettingsError } from "../../../errors.ts";
import { evidencePublicKey } from "../../../keys/evidence-key.ts";
import { signerOfPage } from "../../../operations/evidence/signed-page.ts";
import { readSignedReport } from "../../../operations/evidence/signed-report.ts";
import { judgeLockout, type Proof } from "../../../operations/team/offboard/proofs.ts";
import type { OffboardingReport } from "../../../operations/team/offboard/report.ts";
import { asOperator } from "../../accounts/operate.ts";
import { storedKey } from "../../recovery/stored-key.ts";
import type { Session } from "../../session.ts";
import { settledStack } from "../../stack/settings.ts";
import { accessLeft, tokensOf } from "./observe.ts";
import { observerFor } from "./offboard.ts";

/** What is checked, and with which key: this stack's own where none is named. */
export interface Verifying {
  readonly path: string;
  /** The public half as it is printed on the recovery kit. */
  readonly evidenceKey: string | null;
}

/** What a report turned out to be. */
export type VerifiedReport =
  | { readonly kind: "page"; readonly publicKey: string }
  | { readonly kind: "report"; readonly publicKey: string; readonly report: OffboardingReport };

/** Checks a report's signature; refused where one byte was changed, or another key signed it. */
export async function verifyReport(session: Session, { path, evidenceKey }: Verifying): Promise<VerifiedReport> {
  const text = await session.files.read(path);
  if (text === null) {
    const problem = { found: "the file does not exist", write: "Write the path of the report." };
    throw new SettingsError([{ file: path, line: null, key: "REPORT", ...problem }]);
  }
  const found = text.startsWith("<") ? pageIn(text, path) : reportIn(text, path);
  const epoch = found.kind === "report" ? found.report.epoch : null;
  const expected = evidenceKey === null ? await ownKeys(session, epoch) : [evidenceKey.replace(/^ed25519[ :]/, "")];
  if (expected.includes(found.publicKey)) return found;
  throw new Refusal(`${path} was signed with the evidence key ${found.publicKey}, which is not the expected one`, {
    next: "The recovery kit of its time has that server's key:  --evidence-key KEY. If the key is on no kit of yours, the report is not evidence.",
  });
}

function pageIn(text: string, path: string): VerifiedReport {
  const publicKey = signerOfPage(text, "chatkeep offboarding");
  if (publicKey === null) throw changed(path);
  return { kind: "page", publicKey };
}

function reportIn(text: string, path: string): VerifiedReport {
  const read = readSignedReport<OffboardingReport>(text, "chatkeep offboarding");
  if (read.kind === "signed") return { kind: "report", publicKey: read.publicKey, report: read.report };
  if (read.kind === "changed") throw changed(path);
  throw new Refusal(`${path} is no report of an offboarding`, { next: "Name the file that `team offboard` wrote." });
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

/** Asks the running server again what a report claims; what no longer holds has changed since. */
export async function changesSince(session: Session, report: OffboardingReport): Promise<readonly Proof[]> {
  const settled = await settledStack(session);
  if (settled.plan.serverName !== report.server)
    throw new Refusal(`The report is about ${report.server}, and this stack serves ${settled.plan.serverName}`, {
      next: "Name that server's stack with --stack, or check the signature alone:  --evidence-key KEY",
    });
  return await asOperator(session, settled, async (server) => {
    const observer = await observerFor(session, settled, server, null);
    const [access, tokens] = await Promise.all([accessLeft(observer, report.user), tokensOf(observer, report.user)]);
    if (access === null) return [];
    const { history, media, erase } = report.wishes;
    const wishes = {
      history: history === "redact" ? ("redact" as const) : ("keep" as const),
      media: media === "delete" ? ("delete" as const) : ("keep" as const),
      erase,
    };
    const held = new Set(report.proofs.filter(({ holds }) => holds).map(({ id }) => id));
    return judgeLockout({ access, tokens, probe: null, unled: [], wishes }).filter(
      ({ id, holds }) => !holds && held.has(id),
    );
  });
}
