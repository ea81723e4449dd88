import { verifyDrillReport } from "../../actions/backup/drill/verify.ts";
import type { StackOptions } from "../../actions/session.ts";
import { beginSession } from "../session.ts";

/** How `drill verify` is called. */
export interface VerifyDrillOptions extends StackOptions {
  readonly evidenceKey?: string;
}

/** Says whether a report is as it was signed, and what it says. */
export async function verifyDrill(path: string, options: VerifyDrillOptions): Promise<number> {
  const session = beginSession("drill verify", options);
  const verified = await verifyDrillReport(session, { path, evidenceKey: options.evidenceKey ?? null });
  const signed = `${path} is as it was signed, with the evidence key ed25519 ${verified.publicKey}.`;
  const says =
    verified.kind === "page"
      ? []
      : [
          `It says: a drill of the archive ${verified.report.archive} ${verified.report.passed ? "" : "NOT "}passed, at ${verified.report.ended}.`,
        ];
  const about = verified.kind === "page" ? {} : { archive: verified.report.archive, passed: verified.report.passed };
  const document = { version: 1, signedWith: verified.publicKey, ...about };
  session.terminal.result(options.json ? JSON.stringify(document) : [signed, ...says].join("\n"));
  return 0;
}
