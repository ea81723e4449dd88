import { Eta } from "eta/core";
import type { Templates } from "../files.ts";
import { templateAt } from "../fill.ts";
import { printable } from "../printable.ts";

/** An audit as a page. */
export interface AuditPage {
  readonly serverName: string;
  readonly at: string;
  readonly met: boolean;
  readonly verdict: string;
  readonly policy: string;
  readonly totals: readonly { readonly name: string; readonly value: string }[];
  readonly rows: readonly AuditRow[];
  readonly sessions: string;
  readonly states: readonly { readonly label: string; readonly meaning: string; readonly advice: string }[];
  readonly unknowable: readonly string[];
}

/** One member's line. Names and remarks may hold what members wrote. */
export interface AuditRow {
  readonly user: string;
  readonly name: string;
  readonly state: string;
  readonly verdict: "good" | "waiting" | "bad";
  readonly sign: string;
  readonly devicesVerdict: "bad" | "";
  readonly devices: string;
  readonly sessions: string;
  readonly lastSeen: string;
  readonly remarks: string;
}

/** What our own reports begin with, and no other file: such a file may be written again. */
export const auditPageMark = '<!doctype html>\n<html lang="en" data-made-by="chatkeep recovery audit">';

/** Writes an audit as one self-contained page. */
export function renderAudit(page: AuditPage, templates: Templates): string {
  const rows = page.rows.map((row) => ({ ...row, name: printable(row.name), remarks: printable(row.remarks) }));
  const html = new Eta({ autoTrim: [false, "nl"] });
  return html.renderString(templateAt(templates, "recovery/audit.html"), { ...page, rows });
}
