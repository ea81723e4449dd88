import type { Finding } from "./finding.ts";

/** A finding that is another than last time; `before` is null where there was none. */
export interface ChangedFinding extends Finding {
  readonly before: Finding["verdict"] | null;
}

/** What changed since the last observation: verdicts, and findings that are not fine. Without a last observation, everything counts as fine before. */
export function changesSince(last: readonly Finding[] | null, now: readonly Finding[]): readonly ChangedFinding[] {
  const known = new Map(last?.map((each) => [each.id, each]));
  return now.flatMap((each) => {
    const before = known.get(each.id) ?? null;
    return isChanged(before, each) ? [{ ...each, before: before?.verdict ?? null }] : [];
  });
}

function isChanged(before: Finding | null, now: Finding): boolean {
  if (before === null) return now.verdict !== "fine";
  return before.verdict !== now.verdict || (now.verdict !== "fine" && before.found !== now.found);
}

/** Reads the findings of the last check; null if they are missing or cannot be read. */
export function parseLastFindings(text: string | null): readonly Finding[] | null {
  if (text === null) return null;
  try {
    const kept: { readonly version?: unknown; readonly findings?: unknown } | null = JSON.parse(text);
    return kept?.version === 1 && Array.isArray(kept.findings) ? kept.findings : null;
  } catch {
    return null;
  }
}
