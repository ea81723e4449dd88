import { StackError } from "../../errors.ts";
import { readTemplates } from "../../io/machine/program-files.ts";
import type { Filler } from "../../io/repository/filler.ts";
import { compareChecks } from "../../operations/backup/compare/checks.ts";
import { compareArchive } from "../../operations/backup/compare/compare.ts";
import { observedFrom } from "../../operations/backup/compare/read-observed.ts";
import type { Manifest } from "../../operations/backup/manifest.ts";
import { type ContentsDifference, compareParts, contentsFrom } from "../../operations/upgrade/contents.ts";
import { templateAt } from "../../render/fill.ts";
import { observeDatabase } from "../backup/restore/fill-volumes.ts";
import { expectDone } from "../backup/restore/filler-errors.ts";
import { asPostgres } from "../backup/restore/filler-files.ts";
import { onThisStack } from "../session.ts";
import { linesOf } from "./differences.ts";
import type { Means } from "./gather.ts";

/** Of media and certificates, nothing was restored; and the new cluster has its own collation. */
const rehearsed = compareChecks.filter(({ id }) => !/^(media-.*|certificates|collation)$/.test(id));

/** Where a restored database differs from the archive's manifest, and its definitions from those of the running server. */
export async function differencesFrom(
  manifest: Manifest,
  filler: Filler,
  means: Means,
): Promise<readonly ContentsDifference[]> {
  const schema = templateAt(readTemplates(), "upgrade/schema.sql");
  await filler.place([{ path: "digest-key", text: manifest.database.digestKey, uid: 999 }]);
  const lines = await observeDatabase(filler);
  const [here, there] = await Promise.all([partsIn(filler, schema), partsOnServer(means, schema)]);
  const found = compareArchive(manifest, observedFrom(lines), rehearsed);
  const named = found.map(({ check, object, found }) => ({ object: `${check}: ${object}`, found }));
  return [...named, ...compareParts(there, here)];
}

/** As the superuser, and with every name written in full, as manifest.sql has it. */
const asking = ["--host", "/run/postgresql", "--username", "postgres", "--dbname", "synapse", "-qAtX"];
const askAll = (schema: string) => Buffer.from(`\\set ON_ERROR_STOP on\nSET search_path = '';\n${schema}`);

async function partsIn(filler: Filler, schema: string) {
  const psql = [...asPostgres, "sh", "-c", `exec "/usr/lib/postgresql/$PG_MAJOR/bin/psql" "$@"`, "psql", ...asking];
  const { stdout } = await expectDone(filler.run([...psql, "-f", "-"], askAll(schema)), "look at what came back");
  return contentsFrom(linesOf(stdout.toString())).parts;
}

async function partsOnServer({ engine, settled, place: { stack } }: Means, schema: string) {
  const { name } = settled.plan.services.postgres;
  const said = await engine.stack.feedIn(name, ["psql", ...asking, "-f", "-"], askAll(schema));
  if (said?.exitCode !== 0)
    throw new StackError(
      `Postgres does not say what its tables are like: ${said?.stderr.trim() ?? "it does not run"}`,
      {
        next: `See its state:  ${onThisStack("status", stack)}`,
      },
    );
  return contentsFrom(linesOf(said.stdout)).parts;
}
