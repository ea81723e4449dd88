import { StackError } from "../../../errors.ts";
import type { Files } from "../../../io/machine/files.ts";
import type { StackPaths } from "../../../io/machine/paths.ts";
import { type PulumiSeal, pulumiSeal } from "../../../keys/pulumi-secret.ts";
import { pulumiPassphrase } from "../../../keys/secrets.ts";
import type { Secret } from "../../../kinds/secret.ts";
import { withRetiredKey } from "../../../render/stack-file/keys.ts";
import { saltIn, withSecrets } from "../../../render/stack-file/secrets.ts";
import { type NewMasterIntent, parseIntent } from "./intent.ts";
import { saltOfState, stateEncryptedAgain } from "./state-secrets.ts";

/** The machine whose files are encrypted again. */
interface Disk {
  readonly files: Pick<Files, "read" | "write" | "remove">;
  readonly paths: StackPaths;
}

/** The intent; its file is there as long as steps of it are. */
export async function intentIn({ files, paths }: Disk): Promise<NewMasterIntent> {
  return parseIntent((await files.read(paths.pendingNewMaster)) ?? "", paths.pendingNewMaster);
}

/** Encrypts Pulumi's state for the new key; nothing where it is, or where no key opens it. */
export async function encryptState(world: Disk): Promise<void> {
  const { files, paths } = world;
  const { salt, from, master } = await intentIn(world);
  const text = await files.read(paths.checkpoint);
  if (text === null || from === null || saltOfState(text) === salt) return;
  const seals = await sealsOf(saltOfState(text), from, salt, pulumiPassphrase(master));
  const again = seals === null ? null : stateEncryptedAgain(text, seals.earlier, seals.next);
  if (again === null) throw notOpened(paths.checkpoint, paths.passphrase);
  await files.write(paths.checkpoint, again, 0o600);
  await files.remove(`${paths.checkpoint}.attrs`);
}

/** Encrypts the secrets of the stack file for the new key, and puts the earlier signing key among the retired ones. */
export async function encryptStackFile(world: Disk): Promise<void> {
  const { files, paths } = world;
  const intent = await intentIn(world);
  const text = (await files.read(paths.stackFile)) ?? "";
  const salt = saltIn(text);
  const again = salt === intent.salt ? text : await encryptedAgain(text, salt, intent, paths);
  const whole = withRetiredKey(again, intent.retire);
  if (whole !== text) await files.write(paths.stackFile, whole, 0o600);
}

async function encryptedAgain(
  text: string,
  salt: string | null,
  intent: NewMasterIntent,
  paths: StackPaths,
): Promise<string> {
  const next = await pulumiSeal(intent.salt, pulumiPassphrase(intent.master));
  const earlier = intent.from === null || salt === null ? null : await pulumiSeal(salt, intent.from);
  if (next === null || (intent.from !== null && earlier === null)) throw notOpened(paths.stackFile, paths.passphrase);
  const secrets: Readonly<Record<string, Secret>> = {
    masterKey: intent.master.text(),
    passwordPepper: intent.pepper,
    ...intent.issued,
  };
  const values = Object.fromEntries(Object.entries(secrets).map(([key, secret]) => [key, next.close(secret)]));
  const again = (secure: string) => {
    const opened = earlier?.open(secure) ?? null;
    return opened === null ? null : next.close(opened);
  };
  return withSecrets(text, { salt: next.salt, values, again });
}

async function sealsOf(
  earlierSalt: string | null,
  earlierPassphrase: Secret,
  salt: string,
  passphrase: Secret,
): Promise<{ readonly earlier: PulumiSeal; readonly next: PulumiSeal } | null> {
  const earlier = earlierSalt === null ? null : await pulumiSeal(earlierSalt, earlierPassphrase);
  const next = await pulumiSeal(salt, passphrase);
  return earlier === null || next === null ? null : { earlier, next };
}

function notOpened(path: string, passphrase: string): StackError {
  return new StackError(`${path} is not encrypted with the passphrase of the earlier key, which was in ${passphrase}`, {
    next: "Restore the file from its copy in the state folder, and run the same command again.",
  });
}
