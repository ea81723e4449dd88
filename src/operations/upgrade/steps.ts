import type { PerformingWorld } from "../steps/perform.ts";
import type { StepTable } from "../steps/table.ts";

/** One thing that an upgrade of Postgres does, or that undoes it. */
export type UpgradeStep =
  | { readonly kind: "build cluster"; readonly major: number; readonly folder: string }
  | { readonly kind: "stop"; readonly services: readonly string[] }
  | { readonly kind: "dump"; readonly folder: string }
  | { readonly kind: "restore"; readonly major: number; readonly folder: string }
  | { readonly kind: "compare"; readonly exactSequences: boolean }
  | { readonly kind: "restore archive"; readonly major: number; readonly archive: string }
  | { readonly kind: "compare with archive"; readonly archive: string }
  | { readonly kind: "end rehearsal" }
  | { readonly kind: "switch"; readonly major: number; readonly aside: string }
  | { readonly kind: "set version"; readonly major: number }
  | { readonly kind: "up" }
  | { readonly kind: "verify"; readonly major: number }
  | { readonly kind: "remove"; readonly folders: readonly string[] }
  | { readonly kind: "finish switch"; readonly aside: string }
  | {
      readonly kind: "put back";
      readonly major: number;
      /** Where its cluster may lie, by how far what is undone has come. */
      readonly folders: readonly string[];
      /** What the folder is called that the other cluster goes into; null removes that. */
      readonly kept: string | null;
    }
  | { readonly kind: "start"; readonly services: readonly string[] };

/** What these steps are performed on. */
export interface UpgradeWorld extends PerformingWorld {
  buildCluster(folder: string): Promise<void>;
  stop(services: readonly string[]): Promise<void>;
  start(services: readonly string[]): Promise<void>;
  dump(folder: string): Promise<void>;
  restore(folder: string): Promise<void>;
  compare(exactSequences: boolean): Promise<void>;
  restoreArchive(): Promise<void>;
  compareWithArchive(): Promise<void>;
  endRehearsal(): Promise<void>;
  switchTo(aside: string): Promise<void>;
  finishSwitch(aside: string): Promise<void>;
  putBack(step: Extract<UpgradeStep, { readonly kind: "put back" }>): Promise<void>;
  remove(folders: readonly string[]): Promise<void>;
  setVersion(major: number): Promise<void>;
  bringUp(): Promise<void>;
  verify(major: number): Promise<void>;
}

/** What each step says and does. */
export const upgradeSteps: StepTable<UpgradeStep, UpgradeWorld> = {
  "build cluster": {
    describe: ({ major }) => `making an empty cluster of Postgres ${major} beside the one that serves`,
    act: ({ folder }, world) => world.buildCluster(folder),
  },
  stop: {
    describe: ({ services }) => `stopping ${services.join(" and ")}`,
    act: ({ services }, world) => world.stop(services),
  },
  dump: {
    describe: () => "dumping the database",
    act: ({ folder }, world) => world.dump(folder),
  },
  restore: {
    describe: ({ major }) => `restoring it into Postgres ${major}`,
    act: ({ folder }, world) => world.restore(folder),
  },
  compare: {
    describe: () => "comparing every table, sequence and index of the two",
    act: ({ exactSequences }, world) => world.compare(exactSequences),
  },
  "restore archive": {
    describe: ({ major, archive }) => `restoring the archive ${archive} into Postgres ${major}, beside the server`,
    act: (_, world) => world.restoreArchive(),
  },
  "compare with archive": {
    describe: () => "comparing every table, sequence and index with the archive and the server",
    act: (_, world) => world.compareWithArchive(),
  },
  "end rehearsal": {
    describe: () => "removing what the rehearsal made",
    act: (_, world) => world.endRehearsal(),
  },
  switch: {
    describe: ({ major }) => `switching to the cluster of Postgres ${major}`,
    act: ({ aside }, world) => world.switchTo(aside),
  },
  "set version": {
    describe: ({ major }) => `setting chatkeep:postgresVersion to ${major}`,
    act: ({ major }, world) => world.setVersion(major),
  },
  up: {
    describe: () => "bringing the server up",
    act: (_, world) => world.bringUp(),
  },
  verify: {
    describe: ({ major }) => `verifying that Synapse serves on Postgres ${major}`,
    act: ({ major }, world) => world.verify(major),
  },
  remove: {
    describe: ({ folders }) => `removing ${folders.join(", ")}`,
    act: ({ folders }, world) => world.remove(folders),
  },
  "finish switch": {
    describe: () => "finishing a switch that was ended in the middle",
    act: ({ aside }, world) => world.finishSwitch(aside),
  },
  "put back": {
    describe: ({ major }) => `putting the cluster of Postgres ${major} back`,
    act: (step, world) => world.putBack(step),
  },
  start: {
    describe: ({ services }) => `starting ${services.join(", ")} again`,
    act: ({ services }, world) => world.start(services),
  },
};
