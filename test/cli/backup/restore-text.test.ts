import { expect, it } from "vitest";
import { showRestorePlan } from "../../../src/cli/backup/restore-text.ts";
import { smallManifest } from "../../support/backup/manifest.ts";

it.each([
  ["2026-11-30T10:15:40Z", "40 seconds"],
  ["2026-11-30T10:16:10Z", "70 seconds"],
  ["2026-11-30T11:15:00Z", "60 minutes"],
  ["2026-12-02T22:15:00Z", "2 days"],
  ["2026-11-30T10:14:00Z", "a moment"], // this machine's clock is behind
])("at %s, the archive to restore is %s old", (now, age) => {
  const nothing = { volumes: [], files: [], erasures: [], changes: [] };
  const shown = showRestorePlan({ stack: "team", manifest: smallManifest, now: new Date(now), ...nothing });
  expect(shown).toContain(`as it was at 2026-11-30 10:15 UTC (${age} ago).`);
});
