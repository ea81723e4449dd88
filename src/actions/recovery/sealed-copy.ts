import { SettingsError } from "../../errors.ts";
import { packFiles, unpackFiles } from "../../io/sheets/archive.ts";
import type { MasterKey } from "../../keys/master-key.ts";
import type { Recipient } from "../../keys/recipients.ts";
import { identitiesIn, openSealed, sealTo } from "../../keys/seal.ts";
import type { Secret } from "../../kinds/secret.ts";
import { keyOnSheet } from "../../operations/recovery/typed.ts";
import type { Sheet } from "../../render/recovery/kit.ts";
import type { Session } from "../session.ts";

/** What the sealed copy of a kit holds: the key, and the stack file as it was then. */
export interface SealedCopy {
  readonly key: MasterKey;
  readonly stackFile: string;
}

/** Seals the sheet in both its forms together with the stack file: with them alone the server can be rebuilt. */
export async function sealCopy(
  stack: string,
  { html, text }: Sheet,
  stackFile: string,
  recipients: readonly Recipient[],
): Promise<Uint8Array> {
  const archive = await packFiles([
    { name: `${kitName(stack)}.txt`, text },
    { name: `${kitName(stack)}.html`, text: html },
    { name: `Pulumi.${stack}.yaml`, text: stackFile },
  ]);
  return sealTo(recipients, archive);
}

/** The name of a kit's files, without their ends. */
export function kitName(stack: string): string {
  return `recovery-kit-${stack}`;
}

/** The identities in the text of a file, or as they were typed; says what to write where there are none. */
export async function readIdentities(text: string): Promise<readonly Secret[]> {
  const identities = await identitiesIn(text);
  if (identities !== null) return identities;
  const found = "this is not an age identity";
  const write = "It is a line that begins with AGE-SECRET-KEY-, or the file that age-keygen wrote.";
  throw new SettingsError([{ file: null, line: null, key: "identity", found, write }]);
}

/** Opens a kit's sealed copy. Nothing of it is written anywhere. */
export async function openCopy(
  { files }: Pick<Session, "files">,
  path: string,
  identities: readonly Secret[],
): Promise<SealedCopy> {
  const sealed = await files.bytes(path);
  if (sealed === null) throw wrong(path, "the file does not exist", "Write the path of the sealed copy.");
  const archive = await openSealed(identities, sealed);
  if (archive === null)
    throw wrong(
      path,
      "the identity does not open it, or the file is damaged",
      "Use the identity of one of the recipients that it was sealed to, or another copy.",
    );
  const held = await unpackFiles(archive);
  const key = keyOnSheet(held.find(({ name }) => name.endsWith(".txt"))?.text ?? "");
  const stackFile = held.find(({ name }) => name.endsWith(".yaml"))?.text;
  if (key === null || stackFile === undefined)
    throw wrong(path, "it is not the copy of a recovery kit", "Name a file that `npx chatkeep recovery kit` wrote.");
  return { key, stackFile };
}

function wrong(file: string, found: string, write: string): SettingsError {
  return new SettingsError([{ file, line: null, key: "--sealed", found, write }]);
}
