import { Refusal } from "../../../errors.ts";
import { majorOf } from "../../../kinds/postgres-version.ts";
import { imageTable } from "../../../plan/images/versions.ts";
import type { Manifest } from "../manifest.ts";

/** Versions that a restore has at hand. */
export interface VersionsHere {
  readonly synapse: string;
  readonly postgres: string;
}

/**
 * Refuses an archive of a later Synapse or Postgres than this chatkeep has, before anything is restored: neither opens the data of a later
 * one (Synapse, docs/upgrade.md, "Rolling back"; PostgreSQL manual, 25.1). Of an earlier one, Synapse migrates it at its start.
 */
export function refuseNewer(
  { archive, images, database }: Manifest,
  here: VersionsHere = { synapse: imageTable.synapse.version, postgres: imageTable.postgres.version },
): void {
  const synapse = /:v?(\d+\.\d+)/.exec(images.synapse ?? "")?.[1] ?? null;
  if (synapse !== null && isLater(synapse, here.synapse)) throw newer(archive, "Synapse", synapse, here.synapse);
  const postgres = String(majorOf(database.postgres));
  if (isLater(postgres, here.postgres)) throw newer(archive, "Postgres", postgres, here.postgres);
}

/** By as many parts as the first has: a later patch opens what an earlier one wrote, and the other way round. */
function isLater(one: string, other: string): boolean {
  const [there, here] = [one, other].map((version) => version.split(".").map(Number));
  const at = there?.findIndex((part, index) => part !== here?.[index]) ?? -1;
  return at >= 0 && (there?.[at] ?? 0) > (here?.[at] ?? 0);
}

function newer(archive: string, what: string, there: string, here: string): Refusal {
  return new Refusal(
    `The archive ${archive} is of ${what} ${there}, and this version of chatkeep has ${what} ${here}`,
    {
      next: "Use the version of chatkeep that made the archive, or a later one. Nothing was changed.",
    },
  );
}
