import type { OpenedAt } from "../../../../src/actions/backup/drill/archive-source.ts";
import { expectDone } from "../../../../src/actions/backup/restore/filler-errors.ts";
import { openFiller } from "../../../../src/actions/backup/restore/open-filler.ts";
import { volumesOf } from "../../../../src/actions/backup/restore/volumes.ts";
import { removeFromEngine } from "../../../../src/io/docker/stack-removal.ts";
import { parseJson } from "../../../../src/kinds/json.ts";
import type { CompareCheck } from "../../../../src/operations/backup/compare/check.ts";
import { compareChecks } from "../../../../src/operations/backup/compare/checks.ts";
import { compareArchive } from "../../../../src/operations/backup/compare/compare.ts";
import { observedFrom } from "../../../../src/operations/backup/compare/read-observed.ts";
import type { Manifest } from "../../../../src/operations/backup/manifest.ts";

/** An archive whose database and files are restored, and on which nothing is served: things are broken there one after the other. */
export interface Restored extends AsyncDisposable {
  /** Runs a script as root where the restored volumes are: `sql TEXT` asks the database, `$media` is the folder of media. */
  run(script: string): Promise<string>;
  /** Check and object of all that is another than in the manifest. */
  found(checks?: readonly CompareCheck[]): Promise<readonly (readonly [string, string])[]>;
}

const head = `set -eu
media=/volumes/synapse/media
sql() {
  setpriv --reuid 999 --regid 999 --clear-groups /usr/lib/postgresql/17/bin/psql --host /run/postgresql --username postgres \\
    --dbname synapse -qAtX -v ON_ERROR_STOP=1 -c "$1"
}
`;

const asPostgres = ["setpriv", "--reuid", "999", "--regid", "999", "--clear-groups"];

/** Restores an archive as a drill does, up to where it would be compared; `stack` is the name that it is restored under. */
export async function restored(at: OpenedAt, manifest: Manifest, stack: string): Promise<Restored> {
  const { client, image, repository } = at;
  const filler = await openFiller({ client, image, stack, repository, volumes: volumesOf(stack) });
  const end = async () => {
    await filler.end();
    await removeFromEngine(client, stack);
  };
  const run = async (args: readonly string[], input?: Buffer) =>
    (await expectDone(filler.run(args, input), args.join(" "))).stdout.toString();
  try {
    const { snapshots, database } = manifest;
    await run(["bash", "./prepare.sh"]);
    await run(["bash", "./database.sh", snapshots.database, String(database.dumpBytes)]);
    await run(["bash", "./files.sh", snapshots.files]);
    await filler.place([{ path: "digest-key", text: database.digestKey, uid: 999 }]);
  } catch (error) {
    await end();
    throw error;
  }
  const samples = Buffer.from(
    Object.keys(manifest.media.samples)
      .map((path) => `${path}\n`)
      .join(""),
  );
  return {
    run: (script) => run(["bash", "-c", `${head}${script}`]),
    found: async (checks = compareChecks) => {
      const printed = [await run([...asPostgres, "bash", "./observe-database.sh"])];
      printed.push(await run(["bash", "./observe-files.sh"], samples));
      const lines = printed.flatMap((text) => text.split("\n")).filter((line) => line !== "");
      const findings = compareArchive(manifest, observedFrom(lines.map(parseJson)), checks);
      return findings.map(({ check, object }) => [check, object] as const);
    },
    [Symbol.asyncDispose]: end,
  };
}
