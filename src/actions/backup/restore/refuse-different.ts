import { VaultError } from "../../../errors.ts";
import type { CompareFinding } from "../../../operations/backup/compare/check.ts";

/** Refuses to start a server from what is not the same as in its archive, but for the checks that are let pass. */
export function refuseDifferent(findings: readonly CompareFinding[], skipped: readonly string[]): void {
  const left = findings.filter(({ check }) => !skipped.includes(check));
  if (left.length === 0) return;
  const shown = left.slice(0, 10).map(({ check, object, found }) => `  ${check}: ${object}: ${found}`);
  const more = left.length > shown.length ? [`  and ${left.length - shown.length} more`] : [];
  throw new VaultError(["What came back is not what the archive's manifest says:", ...shown, ...more].join("\n"), {
    next: [
      "Nothing of it was started. For another archive, run the same command with --archive and the beginning of its id.",
      `For this one as it is, add:  --skip-compare ${[...new Set(left.map(({ check }) => check))].join(" ")}`,
    ].join("\n"),
  });
}
