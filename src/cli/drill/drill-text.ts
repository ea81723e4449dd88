import type { DrillReport } from "../../operations/backup/drill/report.ts";

/** What a drill came to, for a person: what does not hold first. */
export function showDrill(report: DrillReport, files: readonly string[]): string {
  const { archive, passed, checks, stages, recoveryTime, recoveryPoint, archivedAt } = report;
  const open = checks.filter(({ outcome }) => outcome === "not reached").length;
  const failed = checks.filter(({ outcome }) => outcome === "fails");
  return [
    passed
      ? `The archive ${archive} can be restored: all ${checks.length} checks hold.`
      : `The drill of the archive ${archive} did not pass: ${failed.length === 1 ? "1 check fails" : `${failed.length} checks fail`}${open === 0 ? "" : `, and ${open} ${open === 1 ? "was" : "were"} not reached`}.`,
    ...failed.flatMap(({ id, title, findings }) => [
      `  ✗ ${title} (${id})`,
      ...findings.slice(0, 10).map(({ object, found }) => `      ${object}: ${found}`),
      ...(findings.length > 10 ? [`      and ${findings.length - 10} more, in the report`] : []),
    ]),
    "",
    ...(archivedAt === null ? [] : [`It has everything until ${archivedAt}.`]),
    `Recovery time: ${said(recoveryTime.seconds)} (target: ${said(recoveryTime.targetSeconds)})`,
    `Recovery point: ${said(recoveryPoint.seconds)} (target: ${said(recoveryPoint.targetSeconds)})`,
    `Stages: ${stages.map(({ name, seconds }) => `${name} ${seconds} s`).join(", ")}`,
    "",
    "The signed report:",
    ...files.map((path) => `  ${path}`),
  ].join("\n");
}

function said(seconds: number | null): string {
  if (seconds === null) return "not measured";
  if (seconds < 300) return `${seconds} s`;
  return seconds < 7_200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 360) / 10} h`;
}
