import { evidencePage } from "../evidence-page.ts";
import type { Templates } from "../files.ts";
import { printable } from "../printable.ts";

/** The report of a drill as a page. */
export interface DrillPage {
  readonly server: string;
  readonly stack: string;
  readonly archive: string;
  readonly archivedAt: string | null;
  readonly newestEventAt: string | null;
  readonly canaryAt: string | null;
  readonly by: string;
  readonly engine: string;
  readonly began: string;
  readonly ended: string;
  readonly passed: boolean;
  readonly checks: readonly {
    readonly id: string;
    readonly title: string;
    readonly outcome: string;
    readonly findings: readonly { readonly object: string; readonly found: string }[];
  }[];
  readonly stages: readonly { readonly name: string; readonly seconds: number }[];
  readonly recoveryTime: Measured;
  readonly recoveryPoint: Measured;
  readonly amounts: Readonly<Record<"tables" | "rows" | "dumpBytes" | "files" | "fileBytes" | "hashed", number>> | null;
  readonly images: Readonly<Record<string, string>>;
}

interface Measured {
  readonly seconds: number | null;
  readonly targetSeconds: number;
}

/** What the parts of a drill are called for people. */
const stageTitles: Readonly<Record<string, string>> = {
  open: "Open the repository",
  database: "Restore the database (beside the files)",
  files: "Restore the files (beside the database)",
  compare: "Compare with the manifest",
  settle: "Empty one-time keys and move every sequence on",
  start: "Start the server",
  look: "Look into its containers",
  canary: "Read and write as the canary",
};

/** Writes it as one self-contained page; the public key is the one that it will be signed with. */
export function renderDrillReport(page: DrillPage, publicKey: string, templates: Templates): string {
  const open = page.checks.filter(({ outcome }) => outcome !== "holds").length;
  const verdict = page.passed
    ? `Passed: all ${page.checks.length} checks hold.`
    : `Not passed: ${open} of ${page.checks.length} checks do not hold.`;
  const checks = page.checks.map((each) => ({
    ...each,
    findings: each.findings.map(({ object, found }) => printable(`${object}: ${found}`)),
  }));
  const stages = page.stages.map(({ name, seconds }) => ({ title: stageTitles[name] ?? name, seconds }));
  const { amounts } = page;
  const held = amounts === null ? [] : heldIn(amounts);
  const all = { ...page, checks, stages, held, verdict, publicKey, duration, images: Object.entries(page.images) };
  return evidencePage(templates, "backup/drill/report.html", all);
}

/** A span as people say it. */
function duration(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} seconds`;
  return seconds < 7_200 ? `${Math.round(seconds / 60)} minutes` : `${Math.round(seconds / 3_600)} hours`;
}

function heldIn(amounts: NonNullable<DrillPage["amounts"]>): readonly string[] {
  const { tables, rows, dumpBytes, files, fileBytes, hashed } = amounts;
  return [
    `${rows} rows in ${tables} tables, a dump of ${mebibytes(dumpBytes)}`,
    `${files} files of ${mebibytes(fileBytes)}, of which ${hashed} were hashed`,
  ];
}

function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}
