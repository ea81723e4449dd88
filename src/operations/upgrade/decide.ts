import type { UpgradeStep } from "./steps.ts";
import { buildFolder, rehearsalFolder } from "./volume.ts";

/** Who writes to the database, in the order in which they are stopped; backups give way. */
export type Writers = readonly string[];

/** From what to what, and who is stopped for it. */
export interface UpgradeRoute {
  readonly from: number;
  readonly to: number;
  /** Without Postgres, which still has to be read. */
  readonly writers: Writers;
  readonly aside: string;
}

/** Everything that an upgrade does on the server, in the order that loses nothing: all before `stop` is done while it serves. */
export function decideUpgrade({ to, writers, aside }: UpgradeRoute): readonly UpgradeStep[] {
  return [
    { kind: "build cluster", major: to, folder: buildFolder },
    { kind: "stop", services: writers },
    { kind: "dump", folder: buildFolder },
    { kind: "restore", major: to, folder: buildFolder },
    { kind: "compare", exactSequences: true },
    { kind: "stop", services: ["postgres"] },
    { kind: "switch", major: to, aside },
    { kind: "set version", major: to },
    { kind: "up" },
    { kind: "verify", major: to },
  ];
}

/**
 * The same up to the comparison, while the server serves on; nothing of it stays. On the newest archive, which is data that is at hand and
 * proves the backup too; where there is none, on a dump of the running database.
 */
export function decideRehearsal(to: number, archive: string | null): readonly UpgradeStep[] {
  if (archive !== null)
    return [
      { kind: "restore archive", major: to, archive },
      { kind: "compare with archive", archive },
      { kind: "end rehearsal" },
    ];
  return [
    { kind: "build cluster", major: to, folder: rehearsalFolder },
    { kind: "dump", folder: rehearsalFolder },
    { kind: "restore", major: to, folder: rehearsalFolder },
    { kind: "compare", exactSequences: false },
    { kind: "remove", folders: [rehearsalFolder] },
  ];
}

/** What removes all that a rehearsal made. */
export function decideRehearsalUndo(archive: string | null): readonly UpgradeStep[] {
  return archive === null ? [{ kind: "remove", folders: [rehearsalFolder] }] : [{ kind: "end rehearsal" }];
}

/**
 * What brings the server back to where it was when a step failed. Until `up` has begun, its containers are as they were, and stopped at
 * most; from then on the new cluster may have been written to, so that is kept.
 */
export function decideUndo(
  failed: UpgradeStep["kind"],
  { from, writers, aside }: UpgradeRoute,
  kept: string,
): readonly UpgradeStep[] {
  const back = { kind: "put back", major: from, folders: [buildFolder, aside] } as const;
  const again: UpgradeStep = { kind: "start", services: ["postgres", ...writers.toReversed()] };
  switch (failed) {
    case "build cluster":
      return [{ kind: "remove", folders: [buildFolder] }];
    case "stop":
    case "dump":
    case "restore":
    case "compare":
      return [again, { kind: "remove", folders: [buildFolder] }];
    case "switch":
    case "set version":
      return [{ ...back, kept: null }, { kind: "set version", major: from }, again];
    default:
      return [
        { kind: "stop", services: [...writers, "postgres"] },
        { ...back, kept },
        { kind: "set version", major: from },
        { kind: "up" },
      ];
  }
}

/** From what to what it is gone back. */
export interface BackRoute {
  readonly from: number;
  readonly to: number;
  readonly writers: Writers;
  /** The folder that holds the cluster of before. */
  readonly aside: string;
  /** What it is called afterwards, when it holds the cluster of now. */
  readonly kept: string;
}

/** Back to a cluster that was set aside: the one that serves is set aside in its turn. */
export function decideRollBack({ to, writers, aside, kept }: BackRoute): readonly UpgradeStep[] {
  return [
    { kind: "stop", services: [...writers, "postgres"] },
    { kind: "put back", major: to, folders: [aside], kept },
    { kind: "set version", major: to },
    { kind: "up" },
    { kind: "verify", major: to },
  ];
}

/** What undoes that where a step of it failed. */
export function decideForward({ from, writers, aside, kept }: BackRoute): readonly UpgradeStep[] {
  return [
    { kind: "stop", services: [...writers, "postgres"] },
    { kind: "put back", major: from, folders: [aside, kept], kept: aside },
    { kind: "set version", major: from },
    { kind: "up" },
  ];
}
