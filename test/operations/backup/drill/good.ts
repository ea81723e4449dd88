import { canaryText } from "../../../../src/operations/backup/canary.ts";
import { compareArchive } from "../../../../src/operations/backup/compare/compare.ts";
import type { DrillFacts } from "../../../../src/operations/backup/drill/facts.ts";
import { smallManifest, smallObserved } from "../../../support/backup/manifest.ts";

const done = { kind: "done" } as const;
const written = new Date(Date.parse(smallManifest.at) - 60_000);

/** What a drill of a good archive sees, a quarter of an hour after the backup. */
export const goodDrill: DrillFacts = {
  archive: smallManifest.archive,
  began: new Date(Date.parse(smallManifest.at) + 900_000).toISOString(),
  masterKey: smallManifest.masterKey,
  earlierKey: null,
  signingKeys: [smallManifest.signingKey],
  opened: done,
  manifest: smallManifest,
  settings: done,
  restored: done,
  compared: compareArchive(smallManifest, smallObserved),
  started: done,
  inside: {
    networks: { "chatkeep-drill-data": true, "chatkeep-drill-edge": true },
    publishedPorts: 0,
    status: 200,
    synapse: "Synapse/1.163.2",
    sequences: Object.fromEntries(
      Object.entries(smallManifest.database.sequences).map(([name, { value }]) => [name, value + 1_000_000_000]),
    ),
  },
  canary: {
    newest: { event: "$canary", at: written.toISOString() },
    signedIn: done,
    recovered: done,
    read: { ...done, text: canaryText(written) },
    wrote: done,
  },
  recoverySeconds: 60,
  targets: { recoverySeconds: 7_200, pointSeconds: 7_200 },
  isNewest: true,
};
