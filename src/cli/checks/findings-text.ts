import type { ChangedFinding } from "../../operations/checks/changes.ts";
import type { Finding, Verdict } from "../../operations/checks/finding.ts";
import { coloured } from "../terminal/coloured.ts";

const colours = { fine: "green", warning: "yellow", wrong: "red", unknown: "magenta" } as const;

/** Findings as a table: one line for each that is fine; for the others also what was found, why it matters, and what to do. */
export function showFindings(title: string, findings: readonly Finding[]): string {
  return [
    title,
    ...findings.map((each, index) => showFinding(each, findings.slice(0, index))),
    "",
    showSum(findings),
  ].join("\n");
}

/** Findings that are others than last time; nothing where none is. */
export function showChanged(title: string, changed: readonly ChangedFinding[]): string {
  if (changed.length === 0) return "";
  const lines = changed.map(
    (each, index) =>
      `${showFinding(each, changed.slice(0, index))}${each.before === null ? "" : `\n${indent}before: ${each.before}`}`,
  );
  return [title, ...lines].join("\n");
}

const indent = " ".repeat(12);

/** What one cause hid is explained once. */
function showFinding({ id, title, verdict, found, why, advice }: Finding, before: readonly Finding[]): string {
  const line = `  ${coloured(colours[verdict], verdict.padEnd(9))} ${id.padEnd(20)} ${title}`;
  if (verdict === "fine") return `${line}: ${found}`;
  if (verdict === "unknown" && before.some((each) => each.verdict === verdict && each.found === found))
    return `${line}: same reason as above`;
  const lines = [found, `Why: ${why}`, ...(advice === null ? [] : [`Do:  ${advice}`])].flatMap((text) =>
    text.split("\n"),
  );
  return [line, ...lines.map((text) => `${indent}${text}`)].join("\n");
}

function showSum(findings: readonly Finding[]): string {
  const count = (verdict: Verdict) => findings.filter((each) => each.verdict === verdict).length;
  const parts = [
    [count("wrong"), "wrong"],
    [count("unknown"), "not observed"],
    [count("warning"), count("warning") === 1 ? "warning" : "warnings"],
    [count("fine"), "fine"],
  ] as const;
  const said = parts.filter(([number]) => number > 0).map(([number, lines]) => `${number} ${lines}`);
  const worst = count("wrong") > 0 ? "wrong" : count("unknown") > 0 ? "unknown" : "fine";
  return coloured(colours[worst], `${said.join(", ")}.`);
}
