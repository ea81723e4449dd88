import { repositoryOf } from "../../../src/actions/backup/run/list.ts";
import { filesIn } from "../../../src/io/docker/container-exec.ts";
import { stackEngine } from "../../../src/io/stack-engine.ts";
import type { Manifest } from "../../../src/operations/backup/manifest.ts";
import { parseManifest } from "../../../src/operations/backup/manifest-file.ts";
import { type Archive, archivesIn } from "../../../src/operations/backup/run/archives.ts";
import { type BackupResults, readResults, resultsFolder } from "../../../src/operations/backup/run/results.ts";
import { nameOf } from "../../../src/plan/names.ts";
import { engineOf, type Place } from "../stack/engine.ts";

/** The container that makes a stack's backups. */
export function containerOf({ name }: Place): string {
  return nameOf(name, "backup");
}

/** The archives in a stack's repository, oldest first. */
export async function archivesOf(place: Place): Promise<readonly Archive[]> {
  return archivesIn(await repositoryFor(place).snapshots([`stack=${place.name}`]));
}

/** The manifest of one of them. */
export async function manifestOf(place: Place, archive: string): Promise<Manifest> {
  const found = (await archivesOf(place)).find(({ id }) => id === archive)?.parts.manifest;
  if (found === undefined) throw new Error(`There is no archive ${archive} with a manifest.`);
  const text = await repositoryFor(place).read(found, "manifest.json");
  const manifest = parseManifest(String(text));
  if (manifest === null) throw new Error(`The manifest cannot be read: ${text}`);
  return manifest;
}

/** How a stack's backups last ended. */
export async function resultsOf(place: Place): Promise<BackupResults> {
  return readResults(await filesIn(engineOf(place), containerOf(place), resultsFolder));
}

function repositoryFor(place: Place) {
  return repositoryOf(stackEngine(engineOf(place), place.name), containerOf(place));
}
