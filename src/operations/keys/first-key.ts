import { Refusal, StackError } from "../../errors.ts";
import type { Files } from "../../io/machine/files.ts";
import type { Pulumi } from "../../io/pulumi/pulumi.ts";
import { type MasterKey, newMasterKey, parseMasterKey } from "../../keys/master-key.ts";
import { pulumiPassphrase } from "../../keys/secrets.ts";

/** The setting that holds the master key, encrypted by Pulumi. */
export const masterKeySetting = "chatkeep:masterKey";

/** What handling the key needs of the world. */
interface Hands {
  readonly files: Pick<Files, "read" | "write" | "remove">;
  readonly pulumi: Pick<Pulumi, "secret" | "setSecret">;
}

/** Makes the key and keeps it in a file that only its owner reads, until the stack file holds it. */
export async function makeMasterKey(path: string, { files }: Hands): Promise<void> {
  await files.write(path, newMasterKey().text().reveal(), 0o600);
}

/** Writes the passphrase that follows from the key. */
export async function writePassphrase(
  { path, keyPath }: { readonly path: string; readonly keyPath: string },
  { files }: Hands,
): Promise<void> {
  await files.write(path, pulumiPassphrase(await pendingKey(keyPath, files)).reveal(), 0o600);
}

/** Puts the key into the stack file, through Pulumi, which encrypts it. */
export async function storeMasterKey(keyPath: string, { files, pulumi }: Hands): Promise<void> {
  await pendingKey(keyPath, files); // fails where the file holds none
  await pulumi.setSecret(masterKeySetting, keyPath);
}

/** Removes the key's own file once the stack file gives the same key back. */
export async function dropPendingKey(path: string, { files, pulumi }: Hands): Promise<void> {
  const pending = (await pendingKey(path, files)).text().reveal();
  if ((await pulumi.secret(masterKeySetting)) !== pending)
    throw new Refusal(`The stack file holds another master key than ${path}`, {
      next: `If the stack file is the right one, delete ${path} and run the command again.`,
    });
  await files.remove(path);
}

/** Removes the salt that belongs to a passphrase which is going: with it, no new key could be stored. */
export async function forgetSalt(path: string, { files }: Pick<Hands, "files">): Promise<void> {
  const text = await files.read(path);
  if (text !== null) await files.write(path, text.replace(/^encryptionsalt:.*\n?/m, ""), 0o600);
}

/** The master key of a stack that has one. */
export async function masterKeyOf({ pulumi }: { readonly pulumi: Pick<Pulumi, "secret"> }): Promise<MasterKey> {
  const key = parseMasterKey(await pulumi.secret(masterKeySetting));
  if (key !== null) return key;
  throw new StackError(`${masterKeySetting} in the stack file is not a master key`, {
    next: "Restore the copy of the stack file from the state folder. `npx chatkeep status` shows where that is.",
  });
}

async function pendingKey(path: string, files: Hands["files"]): Promise<MasterKey> {
  const key = parseMasterKey((await files.read(path)) ?? "");
  if (key !== null) return key;
  throw new StackError(`${path} holds no master key`, {
    next: `Delete that file and run the command again:  rm ${path}`,
  });
}
