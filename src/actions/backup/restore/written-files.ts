import { join } from "node:path";
import { Refusal } from "../../../errors.ts";
import { bundleKeyOf } from "../../../keys/bundle.ts";
import type { MasterKey } from "../../../keys/master-key.ts";
import { pulumiPassphrase } from "../../../keys/secrets.ts";
import { newestPostgres } from "../../../kinds/postgres-version.ts";
import { Secret } from "../../../kinds/secret.ts";
import { type Bundle, bundledFiles, placeOf, sealEarlierKeys } from "../../../operations/backup/bundle/bundle.ts";
import { type Erasure, erasuresText } from "../../../operations/backup/erasures.ts";
import { withPostgres } from "../../../render/stack-file/stack-file.ts";
import { onThisStack, type Session } from "../../session.ts";
import { openedBundle } from "../../stack/bundle/seal.ts";
import { keyInStackFile } from "../../stack/encrypted-values.ts";
import type { ChosenArchive } from "./chosen-archive.ts";

/** A file that a restore puts on the operator's machine. */
export interface RestoredFile {
  readonly path: string;
  readonly text: Secret;
  readonly mode: number;
}

/** What the operator's machine had: the files of a bundle, as far as they are needed. */
export type RestoredSettings = Pick<Bundle, "files" | "reports" | "certificateFiles" | "earlierKeys">;

/**
 * The settings that the key opens: those of the archive, or, where they were sealed under an earlier master key, those of the newest
 * one; a copy of the stack file where there are none.
 */
export async function settingsFor(
  session: Session,
  key: MasterKey,
  { bundle, newestBundle, manifest }: ChosenArchive,
  stackFile: string | null,
): Promise<RestoredSettings> {
  const opened = bundle === null ? null : await openedBundle(key, bundle, newestBundle);
  const newest = newestBundle === null || newestBundle === bundle ? null : await openedBundle(key, newestBundle);
  for (const each of [opened, newest]) if (each !== null && (await isOpened(each.files.stackFile, key))) return each;
  if (stackFile !== null && (await isOpened(stackFile, key)))
    return { files: { ...opened?.files, stackFile }, reports: {}, certificateFiles: {}, earlierKeys: [] };
  throw new Refusal(
    stackFile === null
      ? `The archive ${manifest.archive} has no settings that this key opens`
      : "The stack file does not open with this key",
    {
      next: `Name a copy of the stack file:  ${onThisStack("restore --stack-file FILE", session.stack)}\nOr restore a later archive:  ${onThisStack("restore --list", session.stack)}`,
    },
  );
}

/** The same with the list of all erasures that are known: the settings may be older than the last of them. */
export function withErasures(settings: RestoredSettings, erasures: readonly Erasure[]): RestoredSettings {
  if (erasures.length === 0) return settings;
  const text = erasuresText({ version: 1, erasures, recorded: true });
  return { ...settings, files: { ...settings.files, erasures: text } };
}

/** The same for the newest Postgres, on which every archive comes back: the image that restores has no other. */
export function onNewestPostgres(settings: RestoredSettings): RestoredSettings {
  const { stackFile } = settings.files;
  return stackFile === undefined
    ? settings
    : { ...settings, files: { ...settings.files, stackFile: withPostgres(stackFile, newestPostgres) } };
}

async function isOpened(stackFile: string | undefined, key: MasterKey): Promise<boolean> {
  return stackFile !== undefined && (await keyInStackFile(stackFile, pulumiPassphrase(key)))?.id() === key.id();
}

/**
 * The files, in the order in which they are written. Pulumi's state is not among them: it knows containers of a machine that is gone,
 * and `up` makes a new one, which takes over the volumes. The passphrase comes last: before it is there, nothing can be changed.
 */
export function decideWrites(
  { paths }: Pick<Session, "paths">,
  key: MasterKey,
  { files, reports, certificateFiles, earlierKeys }: RestoredSettings,
): readonly RestoredFile[] {
  const file = (path: string, text: string): RestoredFile => ({ path, text: new Secret(text), mode: 0o600 });
  const kept = bundledFiles.filter((name) => name !== "checkpoint");
  return [
    ...kept.flatMap((name) => (files[name] === undefined ? [] : [file(placeOf(name, paths), files[name])])),
    ...Object.entries(reports).map(([name, text]) => file(join(paths.stateFolder, "offboardings", name), text)),
    ...Object.entries(certificateFiles).map(([name, text]) => file(join(paths.stackFolder, name), text)),
    ...(earlierKeys.length === 0
      ? []
      : [file(paths.earlierBundleKeys, sealEarlierKeys(bundleKeyOf(key), new Date(0), earlierKeys))]),
    { ...file(paths.passphrase, ""), text: pulumiPassphrase(key) },
  ];
}
