import { compareChecks } from "../compare/checks.ts";
import { canaryChecks } from "./canary-checks.ts";
import { type DrillCheck, failed } from "./check.ts";
import type { DrillFacts } from "./facts.ts";

/** How far the clocks of two machines may be apart. */
const clockSeconds = 120;

/** How far a restore moves every sequence on, so that what was given out after the backup is not given out again. */
const jump = 1_000_000_000;

/** Before anything runs. */
const ofTheArchive: readonly DrillCheck[] = [
  {
    id: "opened",
    title: "The repository opens with the key of this server, and has the archive with its manifest",
    judge: ({ opened, archive }) => failed(opened, archive),
  },
  {
    id: "key",
    title: "The archive is of the master key that this machine has, or of one that it replaced",
    judge: ({ manifest, masterKey, earlierKey }) => {
      if (manifest === null) return null;
      if (manifest.masterKey === masterKey || manifest.masterKey === earlierKey) return [];
      const found = `the archive is of ${manifest.masterKey}, and here it is ${masterKey}. Where that replaced it, the next archive holds what opens this one: make it (npx chatkeep backup now), then drill again`;
      return [{ object: "master key", found }];
    },
  },
  {
    id: "identity",
    title: "What is restored signs with the key that the server signed with, or announces it as an earlier one",
    judge: ({ manifest, signingKeys }) => {
      if (manifest === null) return null;
      if (signingKeys.includes(manifest.signingKey)) return [];
      const found = `the archive has ${manifest.signingKey}, and here it is ${signingKeys.join(", ") || "none"}`;
      return [{ object: "signing key", found }];
    },
  },
  {
    id: "time",
    title: "The archive is not from the future",
    judge: ({ manifest, began }) => {
      if (manifest === null) return null;
      const ahead = Date.parse(manifest.at) - Date.parse(began) > clockSeconds * 1_000;
      return ahead ? [{ object: manifest.archive, found: `it is of ${manifest.at}, and it is ${began} now` }] : [];
    },
  },
  {
    id: "settings",
    title: "The archive has the settings and the journal of this machine, and the master key opens them",
    judge: ({ settings }) => failed(settings, "bundle"),
  },
  {
    id: "restored",
    title: "Database and files come out of the repository whole",
    judge: ({ restored, archive }) => failed(restored, archive),
  },
];

/** What came back, against the manifest: the same checks as a restore makes. */
const compared: readonly DrillCheck[] = compareChecks.map(({ id, title }) => ({
  id,
  title,
  judge: ({ compared: findings }) => findings?.filter(({ check }) => check === id) ?? null,
}));

/** On the server that runs on it. */
const ofTheServer: readonly DrillCheck[] = [
  {
    id: "starts",
    title: "Every service starts on it and is healthy",
    judge: ({ started }) => failed(started, "stack"),
  },
  {
    id: "cut-off",
    title: "The restored server has no egress, and publishes no port",
    judge: ({ inside }) => {
      if (inside === null) return null;
      const open = Object.entries(inside.networks).filter(([, isInternal]) => !isInternal);
      const egress = open.map(([object]) => ({ object, found: "this network has egress" }));
      const { publishedPorts: ports } = inside;
      return ports === 0 ? egress : [...egress, { object: "ports", found: `${ports} are published` }];
    },
  },
  {
    id: "serves",
    title: "Synapse answers clients",
    judge: ({ inside }) => {
      if (inside === null) return null;
      const { status, synapse } = inside;
      return status === 200 ? [] : [{ object: "synapse", found: `${synapse || "it"} answers with ${status}` }];
    },
  },
  {
    id: "moved-on",
    title: "Every sequence is so far ahead that nothing is given out twice",
    judge: ({ inside, manifest }) => {
      if (inside === null || manifest === null) return null;
      return Object.entries(manifest.database.sequences).flatMap(([object, { value, isBig }]) => {
        const now = inside.sequences[object] ?? 0;
        const least = isBig ? value + jump : value;
        return now >= least ? [] : [{ object, found: `it is at ${now}, and ${least} is the least` }];
      });
    },
  },
];

/** Against the targets of the settings. */
const ofTheTargets: readonly DrillCheck[] = [
  {
    id: "recovery-time",
    title: "It took no longer than the target",
    judge: ({ recoverySeconds: took, targets }) => {
      if (took === null) return null;
      const most = targets.recoverySeconds;
      return took <= most
        ? []
        : [{ object: "recovery time", found: `${Math.round(took)} s, and the target is ${most} s` }];
    },
  },
  {
    id: "recovery-point",
    title: "No more would be lost now than the target allows",
    judge: (facts) => {
      const lost = lossSeconds(facts);
      if (lost === null) return facts.manifest === null ? null : [];
      const most = facts.targets.pointSeconds;
      return lost <= most
        ? []
        : [{ object: "recovery point", found: `${Math.round(lost)} s, and the target is ${most} s` }];
    },
  },
];

/** Everything that a drill proves, in its order. None of them repeats another. */
export const drillChecks: readonly DrillCheck[] = [
  ...ofTheArchive,
  ...compared,
  ...ofTheServer,
  ...canaryChecks,
  ...ofTheTargets,
];

/** What would be lost if the server were lost at the beginning of the drill; null where the archive is not the newest. */
export function lossSeconds({
  manifest,
  began,
  isNewest,
}: Pick<DrillFacts, "manifest" | "began" | "isNewest">): number | null {
  return manifest === null || !isNewest ? null : (Date.parse(began) - Date.parse(manifest.at)) / 1_000;
}
