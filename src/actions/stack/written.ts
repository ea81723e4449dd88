import { join } from "node:path";
import { Secret } from "../../kinds/secret.ts";
import { type IssuedSecret, issuedSecrets } from "../../settings/issued-secrets.ts";
import type { Session } from "../session.ts";

/** A stack's settings as they are in files. */
export interface WrittenSettings {
  readonly stackFile: string | null;
  /** As they were before Pulumi first wrote to the stack file; null when it never did. */
  readonly stackFileBefore: string | null;
  /** As they were at the last success. */
  readonly stackFileCopy: string | null;
}

/** What the state folder keeps beside them. */
export interface Kept {
  /** Pulumi's state as its file has it, perhaps not to its end. */
  readonly checkpoint: string | null;
  readonly passphrase: Secret | null;
  /** A master key that the stack file does not hold yet: a new one, or one of a recovery kit. */
  readonly pendingKey: Secret | null;
  /** The keys of issued secrets that wait until the stack file holds them. */
  readonly pendingSecrets: readonly string[];
  readonly authority: boolean;
}

/** All that this machine has of a stack. Each file is read once: what follows from it is decided without another look. */
export interface Written extends WrittenSettings, Kept {}

type Disk = Pick<Session, "files" | "paths">;

/** Reads the settings. */
export async function readWrittenSettings({ files, paths }: Disk): Promise<WrittenSettings> {
  const [stackFile, stackFileBefore, stackFileCopy] = await Promise.all([
    files.read(paths.stackFile),
    files.read(paths.stackFileBefore),
    files.read(paths.stackFileCopy),
  ]);
  return { stackFile, stackFileBefore, stackFileCopy };
}

/** Reads the rest. */
export async function readKept({ files, paths }: Disk, table: readonly IssuedSecret[] = issuedSecrets): Promise<Kept> {
  const [checkpoint, passphrase, pendingKey, waits, authority] = await Promise.all([
    files.read(paths.checkpoint),
    files.read(paths.passphrase),
    files.read(paths.pendingKey),
    Promise.all(table.map((each) => files.has(pendingPath(paths, each)))),
    files.has(paths.authority),
  ]);
  const hidden = (text: string | null) => (text === null ? null : new Secret(text));
  const pendingSecrets = table.filter((_, index) => waits[index]).map(({ key }) => key);
  return { checkpoint, passphrase: hidden(passphrase), pendingKey: hidden(pendingKey), pendingSecrets, authority };
}

/** Where an issued secret waits until the stack file holds it. */
export function pendingPath(
  { stateFolder }: Pick<Session["paths"], "stateFolder">,
  { pendingFile }: IssuedSecret,
): string {
  return join(stateFolder, pendingFile);
}

/** Reads all of it. */
export async function readWritten(disk: Disk): Promise<Written> {
  const [settings, kept] = await Promise.all([readWrittenSettings(disk), readKept(disk)]);
  return { ...settings, ...kept };
}
