import type { FillerFile } from "../../../io/repository/filler.ts";
import { Secret } from "../../../kinds/secret.ts";
import type { Templates } from "../../../render/files.ts";
import { templateAt } from "../../../render/fill.ts";
import type { RepositoryFiles } from "./repository-place.ts";

/** The scripts that a filler runs, by what they are called there. */
const scripts = {
  "prepare.sh": "backup/restore/prepare.sh",
  "prepare-volume.sh": "backup/restore/prepare-volume.sh",
  "database.sh": "backup/restore/database.sh",
  "files.sh": "backup/restore/files.sh",
  "reading.sh": "backup/restore/reading.sh",
  "observe-database.sh": "backup/restore/observe-database.sh",
  "observe-files.sh": "backup/restore/observe-files.sh",
  "observed.sql": "backup/restore/observed.sql",
  "advance.sh": "backup/restore/advance.sh",
  "advance.sql": "backup/restore/advance.sql",
  "undo.sh": "backup/restore/undo.sh",
  "settle.sh": "backup/restore/settle.sh",
  "archived.sh": "backup/restore/files/archived.sh",
  "stored.sh": "backup/restore/files/stored.sh",
  "tables.sh": "backup/restore/files/tables.sh",
  "rows.sh": "backup/restore/files/rows.sh",
  "put.sh": "backup/restore/files/put.sh",
  "take.sh": "backup/restore/files/take.sh",
  "manifest.sql": "backup/manifest.sql",
  "cluster.sh": "postgres/cluster.sh",
  "alone.sh": "postgres/alone.sh",
  "key-ids.sh": "installer/key-ids.sh",
} as const;

/** Synapse's user, which restic runs as. */
const resticUser = 991;
const databaseUser = 999;

/** Runs a command in a filler as Postgres's user. */
export const asPostgres = ["setpriv", "--reuid", "999", "--regid", "999", "--clear-groups"] as const;

/** All that a filler has in its working directory. What opens the repository is for restic's user alone. */
export function fillerFiles(templates: Templates, repository: RepositoryFiles): readonly FillerFile[] {
  return [
    ...Object.entries(scripts).map(([path, template]) => ({
      path,
      text: templateAt(templates, template),
      uid: isOfDatabase(path, template) ? databaseUser : 0,
    })),
    ...repository.map(({ path, text }) => ({
      path,
      text: text instanceof Secret ? text.reveal() : text,
      uid: resticUser,
    })),
  ];
}

/** Whether it is Postgres's user that reads it. */
function isOfDatabase(path: string, template: string): boolean {
  return path.endsWith(".sql") || path === "observe-database.sh" || template.startsWith("postgres/");
}
