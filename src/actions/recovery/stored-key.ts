import { Refusal } from "../../errors.ts";
import { type MasterKey, parseMasterKey } from "../../keys/master-key.ts";
import { openPulumiSecret } from "../../keys/pulumi-secret.ts";
import { Secret } from "../../kinds/secret.ts";
import { readStackFile } from "../../settings/yaml/stack-file.ts";
import type { Session } from "../session.ts";

/** The master key in a stack file, opened with a passphrase and without Pulumi; null where the passphrase does not open it, or there is none. */
export async function keyInStackFile(text: string, passphrase: Secret): Promise<MasterKey | null> {
  const salt = /^encryptionsalt: *["']?([^\s"']+)/m.exec(text)?.[1];
  const { masterKey } = readStackFile(text, "").values;
  const secure = typeof masterKey === "object" && masterKey !== null && "secure" in masterKey ? masterKey.secure : null;
  if (salt === undefined || typeof secure !== "string") return null;
  const opened = await openPulumiSecret({ salt, secure }, passphrase);
  return opened === null ? null : parseMasterKey(opened.reveal());
}

/** The master key of this machine's stack. */
export async function storedKey({ files, paths, stack }: Session): Promise<MasterKey> {
  const [text, passphrase] = await Promise.all([files.read(paths.stackFile), files.read(paths.passphrase)]);
  const key = text === null || passphrase === null ? null : await keyInStackFile(text, new Secret(passphrase));
  if (key !== null) return key;
  throw new Refusal(`This machine does not have the master key of the stack ${stack}`, {
    next: `It needs ${paths.stackFile}, with the key in it, and ${paths.passphrase}. Run this where the server was brought up, or name another stack with --stack.`,
  });
}
