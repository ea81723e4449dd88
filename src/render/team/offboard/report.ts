import { evidencePage } from "../../evidence-page.ts";
import type { Templates } from "../../files.ts";
import { printable } from "../../printable.ts";

/** The report of an offboarding as a page. */
export interface ReportPage {
  readonly server: string;
  readonly user: string;
  readonly displayName: string | null;
  readonly began: string;
  readonly ended: string;
  readonly by: string;
  readonly lockedOut: boolean;
  readonly proofs: readonly { readonly claim: string; readonly holds: boolean; readonly found: string }[];
  readonly onlyAppsShow: readonly string[];
  readonly cannotBeUndone: readonly string[];
  readonly known: readonly { readonly what: string; readonly replace: string }[];
  readonly rooms: readonly { readonly title: string; readonly membership: string; readonly left: string }[];
  readonly steps: readonly {
    readonly time: string;
    readonly by: string;
    readonly step: string;
    readonly outcome: string;
  }[];
}

/** Writes it as one self-contained page; the public key is the one that it will be signed with. */
export function renderReport(page: ReportPage, publicKey: string, templates: Templates): string {
  const failed = page.proofs.filter(({ holds }) => !holds).length;
  const verdict = page.lockedOut
    ? `Locked out: all ${page.proofs.length} proofs hold.`
    : `Not proven to be locked out: ${failed} of ${page.proofs.length} proofs do not hold.`;
  const displayName = printable(page.displayName ?? "");
  const rooms = page.rooms.map((room) => ({ ...room, title: printable(room.title) }));
  const steps = page.steps.map((each) => ({ ...each, step: printable(each.step) }));
  const all = { ...page, rooms, steps, displayName, verdict, publicKey };
  return evidencePage(templates, "team/offboard/report.html", all);
}
