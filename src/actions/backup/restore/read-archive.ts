import { createHash } from "node:crypto";
import { VaultError } from "../../../errors.ts";
import type { Filler } from "../../../io/repository/filler.ts";
import type { Snapshot } from "../../../io/repository/repository.ts";
import { fieldsOf, parseJson } from "../../../kinds/json.ts";
import type { Manifest } from "../../../operations/backup/manifest.ts";
import { parseManifest } from "../../../operations/backup/manifest-file.ts";
import { chooseArchive, type WholeArchive, wholeArchives } from "../../../operations/backup/restore/choose.ts";
import { expectDone } from "./filler-errors.ts";

/** An archive that was chosen, with what it says of itself. */
export interface ChosenArchive {
  readonly archive: WholeArchive;
  readonly manifest: Manifest;
  /** What the operator's machine left with it, sealed; null where there was nothing yet. */
  readonly bundle: Uint8Array | null;
  /** The same of the newest archive, which knows earlier keys. */
  readonly newestBundle: Uint8Array | null;
}

/** Where the container of backups has the bundle, and so the archive. */
const bundlePath = "/var/lib/postgresql/data/bundle/operator.sealed";

/** Lists the repository, chooses an archive of the stack, and reads what says what is in it. */
export async function readArchive(
  filler: Filler,
  wanted: { readonly stack: string; readonly id: string | null },
): Promise<ChosenArchive> {
  const archives = wholeArchives(await snapshots(filler));
  const archive = chooseArchive(archives, wanted);
  const newest = chooseArchive(archives, { ...wanted, id: null });
  const manifest = await readManifest(filler, archive);
  const bundle = await readBundle(filler, manifest);
  const isNewest = newest.id === archive.id;
  const newestBundle = isNewest ? bundle : await readBundle(filler, await readManifest(filler, newest));
  return { archive, manifest, bundle, newestBundle };
}

async function snapshots(filler: Filler): Promise<readonly Snapshot[]> {
  const { stdout } = await restic(filler, ["snapshots", "--json"], "list the archives");
  const listed = parseJson(stdout.toString());
  return (Array.isArray(listed) ? listed : []).map(fieldsOf).map(({ id, time, hostname, tags, paths }) => ({
    id: String(id),
    time: new Date(String(time)).toISOString(),
    host: String(hostname),
    tags: Array.isArray(tags) ? tags.map(String) : [],
    paths: Array.isArray(paths) ? paths.map(String) : [],
  }));
}

async function readManifest(filler: Filler, { id, manifest }: WholeArchive): Promise<Manifest> {
  const { stdout } = await restic(filler, ["dump", manifest, "manifest.json"], "read the archive's manifest");
  const read = parseManifest(stdout.toString());
  if (read !== null && read.archive === id) return read;
  throw new VaultError(`The manifest of the archive ${id} cannot be read by this version of chatkeep`, {
    next: "Use the version that made it, or a newer one, or another archive.",
  });
}

async function readBundle(filler: Filler, { archive, bundle, snapshots }: Manifest): Promise<Uint8Array | null> {
  if (bundle === null) return null;
  const { stdout } = await restic(filler, ["dump", snapshots.files, bundlePath], "read the archive's settings");
  if (createHash("sha256").update(stdout).digest("hex") === bundle.sha256) return stdout;
  throw new VaultError(`The settings in the archive ${archive} are not those that its manifest names`, {
    next: "Use another archive:  npx chatkeep backup list",
  });
}

function restic(filler: Filler, args: readonly string[], what: string) {
  return expectDone(
    filler.run(["setpriv", "--reuid", "991", "--regid", "991", "--clear-groups", "bash", "./restic.sh", ...args]),
    what,
  );
}
