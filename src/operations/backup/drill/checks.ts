import { canaryTime } from "../canary.ts";
import type { Difference } from "../compare/check.ts";
import { compareChecks } from "../compare/checks.ts";
import type { CanaryFacts, DrillFacts, Ended } from "./facts.ts";

/** One thing that a drill proves. */
export interface DrillCheck {
  readonly id: string;
  /** What is true where it holds. */
  readonly title: string;
  /** What is wrong; null where the drill did not come that far. */
  judge(facts: DrillFacts): readonly Difference[] | null;
}

/** How far the clocks of two machines may be apart. */
const clockSeconds = 120;

/** How far a restore moves every sequence on, so that what was given out after the backup is not given out again. */
const jump = 1_000_000_000;

/** What the canary wrote, and when Synapse received it. */
const writingSeconds = 600;

/** Before anything runs. */
const ofTheArchive: readonly DrillCheck[] = [
  {
    id: "opened",
    title: "The repository opens with the key of this server, and has the archive with its manifest",
    judge: ({ opened, archive }) => failed(opened, archive),
  },
  {
    id: "key",
    title: "The archive is of the master key that this machine has",
    judge: ({ manifest, masterKey }) => same(manifest?.masterKey, masterKey, "master key"),
  },
  {
    id: "identity",
    title: "What is restored signs with the key that the server signed with",
    judge: ({ manifest, signingKey }) => same(manifest?.signingKey, signingKey, "signing key"),
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
    title: "Every sequence stands so far on that nothing is given out twice",
    judge: ({ inside, manifest }) => {
      if (inside === null || manifest === null) return null;
      return Object.entries(manifest.database.sequences).flatMap(([object, { value, isBig }]) => {
        const now = inside.sequences[object] ?? 0;
        const least = isBig ? value + jump : value;
        return now >= least ? [] : [{ object, found: `stands at ${now}, and ${least} is the least` }];
      });
    },
  },
];

/** As a member would find it. */
const ofTheMembers: readonly DrillCheck[] = [
  {
    id: "canary-there",
    title: "The archive has a message of the canary",
    judge: ({ canary }) => {
      if (canary === null) return null;
      return canary.newest === null ? [{ object: "canary", found: "it has written nothing before this backup" }] : [];
    },
  },
  {
    id: "canary-signs-in",
    title: "The canary signs in with its password",
    judge: byCanary(({ signedIn }) => failed(signedIn, "canary")),
  },
  {
    id: "canary-recovers",
    title: "Its recovery key alone confirms a new device",
    judge: byCanary(({ recovered }) => failed(recovered, "canary")),
  },
  {
    id: "canary-reads",
    title: "It reads what it wrote before the backup, which was encrypted",
    judge: byCanary(({ read, newest }) => {
      const object = newest?.event ?? "canary";
      const found = failed(read, object);
      if (found === null || found.length > 0 || newest === null) return found;
      const written = canaryTime(read?.text ?? "");
      const isOwn = written !== null && Math.abs(Date.parse(newest.at) - written) < writingSeconds * 1_000;
      return isOwn ? [] : [{ object, found: "this is another text than it wrote at that time" }];
    }),
  },
  {
    id: "canary-writes",
    title: "It writes a new message, and a second device of its own reads that",
    judge: byCanary(({ wrote }) => failed(wrote, "canary")),
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

/** Everything that a drill proves, in its order. Each says its own thing: none covers for another. */
export const drillChecks: readonly DrillCheck[] = [
  ...ofTheArchive,
  ...compared,
  ...ofTheServer,
  ...ofTheMembers,
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

function failed(ended: Ended | null, object: string): readonly Difference[] | null {
  if (ended === null) return null;
  return ended.kind === "done" ? [] : [{ object, found: ended.why }];
}

function same(then: string | undefined, now: string, object: string): readonly Difference[] | null {
  if (then === undefined) return null;
  return then === now ? [] : [{ object, found: `the archive has ${then}, and here it is ${now}` }];
}

function byCanary(judge: (canary: CanaryFacts) => readonly Difference[] | null): DrillCheck["judge"] {
  return ({ canary }) => (canary === null || canary.newest === null ? null : judge(canary));
}
