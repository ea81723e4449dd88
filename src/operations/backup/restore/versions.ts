import { Refusal } from "../../../errors.ts";
import { majorOf, newestPostgres } from "../../../kinds/postgres-version.ts";
import { imageTable, synapseSchema } from "../../../plan/images/versions.ts";
import type { Manifest } from "../manifest.ts";

/** What a restore has at hand: Synapse with the newest form of a database that it knows, and Postgres's major version. */
export interface VersionsHere {
  readonly synapse: string;
  readonly schema: number;
  readonly postgres: number;
}

/** What of an archive a restore brings to another version. */
export interface VersionChange {
  readonly what: "Synapse" | "Postgres";
  readonly from: string;
  readonly to: string;
}

const versionsHere: VersionsHere = {
  synapse: imageTable.synapse.version,
  schema: synapseSchema,
  postgres: newestPostgres,
};

/**
 * What restoring an archive changes of its versions; refuses one that cannot be restored here, before anything is made. By what the
 * database says of itself: a Synapse runs on a database of a later one as long as its own schema is no older than the compatible schema
 * in it (Synapse, docs/upgrade.md, "Rolling back to older versions"), and migrates an earlier one when it starts. A dump goes into the same
 * or a later major version of Postgres, and not into an earlier one (PostgreSQL manual, pg_dump, "Notes").
 */
export function decideVersions(
  { archive, images, database }: Manifest,
  here: VersionsHere = versionsHere,
): readonly VersionChange[] {
  const { schema, compatibleSchema } = database;
  const synapse = /:v?(\d+\.\d+(\.\d+)?)/.exec(images.synapse ?? "")?.[1] ?? null;
  const postgres = majorOf(database.postgres);
  if (compatibleSchema > here.schema)
    throw newer(
      archive,
      `Synapse ${synapse ?? "of a later version"}, whose database only a Synapse of schema ${compatibleSchema} or later opens`,
      `Synapse ${here.synapse}, of schema ${here.schema}`,
    );
  if (postgres > here.postgres) throw newer(archive, `Postgres ${postgres}`, `Postgres ${here.postgres}`);
  const isOtherSynapse = synapse === null ? schema !== here.schema : synapse !== here.synapse;
  return [
    ...(isOtherSynapse ? [{ what: "Synapse", from: synapse ?? `of schema ${schema}`, to: here.synapse } as const] : []),
    ...(postgres === here.postgres
      ? []
      : [{ what: "Postgres", from: String(postgres), to: String(here.postgres) } as const]),
  ];
}

function newer(archive: string, there: string, here: string): Refusal {
  return new Refusal(`The archive ${archive} is of ${there}, and this version of chatkeep has ${here}`, {
    next: "Use the version of chatkeep that made the archive, or a later one. Nothing was changed.",
  });
}

/** As the journal has it: the version before, an arrow, and the one that it comes back in. */
export function changedIn(changes: readonly VersionChange[]): Readonly<Record<string, string>> {
  return Object.fromEntries(changes.map(({ what, from, to }) => [what.toLowerCase(), `${from} -> ${to}`]));
}

/** What it means, a line each. */
export function versionLines(changes: readonly VersionChange[]): readonly string[] {
  return changes.map(({ what, from, to }) =>
    what === "Synapse"
      ? `The archive is of Synapse ${from}. Synapse ${to} serves it, and migrates an earlier database when it first starts.`
      : `The archive is of Postgres ${from}. It comes back on Postgres ${to}, and chatkeep:postgresVersion becomes ${to} in the stack file.`,
  );
}
