import { expect, it } from "vitest";
import { showInPlacePlan, showRestorePlan } from "../../../src/cli/backup/restore-text.ts";
import { smallManifest } from "../../support/backup/manifest.ts";

it.each([
  ["2026-11-30T10:15:40Z", "40 seconds"],
  ["2026-11-30T10:16:10Z", "70 seconds"],
  ["2026-11-30T11:15:00Z", "60 minutes"],
  ["2026-12-02T22:15:00Z", "2 days"],
  ["2026-11-30T10:14:00Z", "a moment"], // this machine's clock is behind
])("at %s, the archive to restore is %s old", (now, age) => {
  const nothing = { volumes: [], isFilled: false, files: [], erasures: [], changes: [] };
  const shown = showRestorePlan({ stack: "team", manifest: smallManifest, now: new Date(now), ...nothing });
  expect(shown).toContain(`as it was at 2026-11-30 10:15 UTC (${age} ago).`);
});

it("a restore that continues one that did not end says that it creates no volume", () => {
  const about = { stack: "team", manifest: smallManifest, now: new Date(smallManifest.at), erasures: [], changes: [] };
  const plan = { ...about, volumes: ["chatkeep-team-synapse"], files: ["/etc/team.yaml"] };
  const [fresh, again] = [false, true].map((isFilled) => showRestorePlan({ ...plan, isFilled }));
  expect(fresh).toContain("This creates the volumes:\n  + chatkeep-team-synapse\nand writes:\n  + /etc/team.yaml\n");
  expect(again).toContain(
    "has filled the volumes:\n  = chatkeep-team-synapse\nThis writes what is still missing of:\n",
  );
});

it.each([
  [1, 1, "1 event in 1 room"],
  [2_000, 12, "2,000 events in 12 rooms"],
])("a restore in place says that %i events in %i rooms are lost", (events, rooms, words) => {
  const newer = { events, rooms, accounts: [], newest: "2026-11-30T10:40:00Z" };
  const about = { stack: "team", manifest: smallManifest, now: new Date("2026-11-30T10:45:00Z"), newer };
  const shown = showInPlacePlan({ ...about, volumes: [], aside: "set-aside", erasures: [], changes: [] });
  expect(shown).toContain(`What came after that is lost: ${words}, the last at 2026-11-30 10:40 UTC.`);
});
