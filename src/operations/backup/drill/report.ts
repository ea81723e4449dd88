import type { Manifest } from "../manifest.ts";
import type { DrillCheck } from "./check.ts";
import { drillChecks, lossSeconds } from "./checks.ts";
import type { DrillFacts } from "./facts.ts";

/** The evidence of one drill: plain JSON, without any secret, signed as a whole. */
export type DrillReport = {
  readonly kind: "chatkeep drill";
  readonly version: 1;
  readonly server: string;
  readonly stack: string;
  readonly archive: string;
  /** When its database was read: all that is later is not in it. */
  readonly archivedAt: string | null;
  readonly newestEventAt: string | null;
  /** When the canary's message was written that was read. */
  readonly canaryAt: string | null;
  /** Who ran the command, on which machine, and in which run. */
  readonly by: string;
  readonly run: string;
  readonly engine: string;
  readonly began: string;
  readonly ended: string;
  readonly passed: boolean;
  readonly checks: readonly ReportedCheck[];
  readonly stages: readonly ReportedStage[];
  readonly recoveryTime: { readonly seconds: number | null; readonly targetSeconds: number };
  /** null where another archive than the newest was brought to life. */
  readonly recoveryPoint: { readonly seconds: number | null; readonly targetSeconds: number };
  readonly amounts: ReportedAmounts | null;
  readonly images: Readonly<Record<string, string>>;
  /** Which generation of the evidence key signed it. */
  readonly epoch: number;
};

/** One thing that a drill proves. */
export type ReportedCheck = {
  readonly id: string;
  readonly title: string;
  readonly outcome: "holds" | "fails" | "not reached";
  readonly findings: readonly { readonly object: string; readonly found: string }[];
};

/** A part of the drill, and how long it took. */
export type ReportedStage = { readonly name: string; readonly seconds: number };

/** How much was restored. */
export type ReportedAmounts = {
  readonly tables: number;
  readonly rows: number;
  readonly dumpBytes: number;
  readonly files: number;
  readonly fileBytes: number;
  readonly hashed: number;
};

/** What a report is made of, beside what was seen. */
export interface DrillAbout {
  readonly server: string;
  readonly stack: string;
  readonly by: string;
  readonly run: string;
  readonly engine: string;
  readonly ended: string;
  readonly stages: readonly ReportedStage[];
  readonly epoch: number;
}

/** Judges what was seen. A check that was not reached proves nothing, so a drill passes only where all hold. */
export function judgeDrill(facts: DrillFacts, checks: readonly DrillCheck[] = drillChecks): readonly ReportedCheck[] {
  return checks.map(({ id, title, judge }) => {
    const found = judge(facts);
    const outcome = found === null ? "not reached" : found.length === 0 ? "holds" : "fails";
    return { id, title, outcome, findings: (found ?? []).map(({ object, found: what }) => ({ object, found: what })) };
  });
}

/** Puts a report together. */
export function drillReport(facts: DrillFacts, about: DrillAbout): DrillReport {
  const { server, stack, by, run, engine, ended, stages, epoch } = about;
  const { manifest, targets } = facts;
  const checks = judgeDrill(facts);
  return {
    kind: "chatkeep drill",
    version: 1,
    ...{ server, stack, archive: facts.archive },
    archivedAt: manifest?.at ?? null,
    newestEventAt: manifest?.database.newestEvent?.at ?? null,
    canaryAt: facts.canary?.newest?.at ?? null,
    ...{ by, run, engine, began: facts.began, ended },
    passed: checks.every(({ outcome }) => outcome === "holds"),
    checks,
    stages: stages.map(({ name, seconds }) => ({ name, seconds: tenths(seconds) })),
    recoveryTime: { seconds: tenthsOrNull(facts.recoverySeconds), targetSeconds: targets.recoverySeconds },
    recoveryPoint: { seconds: tenthsOrNull(lossSeconds(facts)), targetSeconds: targets.pointSeconds },
    amounts: manifest === null ? null : amountsIn(manifest),
    images: { ...manifest?.images },
    epoch,
  };
}

function amountsIn({ database, media }: Manifest): ReportedAmounts {
  const tables = Object.values(database.tables);
  return {
    tables: tables.length,
    rows: tables.reduce((all, { rows }) => all + rows, 0),
    dumpBytes: database.dumpBytes,
    files: media.files,
    fileBytes: media.bytes,
    hashed: Object.keys(media.samples).length,
  };
}

function tenths(seconds: number): number {
  return Math.round(seconds * 10) / 10;
}

function tenthsOrNull(seconds: number | null): number | null {
  return seconds === null ? null : tenths(seconds);
}
