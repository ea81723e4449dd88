import { lastLines, verifyKept } from "../../actions/journal/read.ts";
import type { StackOptions } from "../../actions/session.ts";
import { describeFinding } from "../../operations/journal/finding.ts";
import { beginSession } from "../session.ts";
import { showLines, showVerified } from "./journal-text.ts";

/** How both are called. */
export interface JournalOptions extends StackOptions {
  /** A copy, such as `destroy` leaves. */
  readonly file: string | undefined;
}

/** Looks whether the journal is as it was written; 3 when it is not. */
export async function verify(options: JournalOptions): Promise<number> {
  const session = beginSession("journal", options);
  const path = options.file ?? session.paths.journal;
  const found = await verifyKept(session, path);
  const findings = found.findings.map((finding) => ({ ...finding, text: describeFinding(finding) }));
  const document = { version: 1, stack: session.stack, journal: path, whole: findings.length === 0 };
  session.terminal.result(
    options.json ? JSON.stringify({ ...document, ...found, findings }) : showVerified(path, found),
  );
  return findings.length === 0 ? 0 : 3;
}

/** Shows the last lines: when, who, what, and the result. */
export async function show(options: JournalOptions & { readonly lines: number }): Promise<number> {
  const session = beginSession("journal", options);
  const path = options.file ?? session.paths.journal;
  const lines = await lastLines(session, path, options.lines);
  const document = { version: 1, stack: session.stack, journal: path, lines };
  session.terminal.result(options.json ? JSON.stringify(document) : showLines(path, lines));
  return 0;
}
