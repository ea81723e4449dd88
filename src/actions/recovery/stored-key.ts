import { Refusal, SettingsError } from "../../errors.ts";
import { type MasterKey, parseMasterKey } from "../../keys/master-key.ts";
import { openPulumiSecret } from "../../keys/pulumi-secret.ts";
import { fieldsOf } from "../../kinds/json.ts";
import { Secret } from "../../kinds/secret.ts";
import { readStackFile } from "../../settings/yaml/stack-file.ts";
import type { Session } from "../session.ts";
import { withProgress } from "../terminal.ts";

/** The master key in a stack file, opened with a passphrase and without Pulumi; null where the passphrase does not open it, or there is none. */
export async function keyInStackFile(text: string, passphrase: Secret): Promise<MasterKey | null> {
  const opened = await secretInStackFile(text, "masterKey", passphrase);
  return opened === null ? null : parseMasterKey(opened.reveal());
}

/** A secret setting in a stack file, by its name without the namespace; null as above. */
export async function secretInStackFile(text: string, key: string, passphrase: Secret): Promise<Secret | null> {
  const salt = /^encryptionsalt: *["']?([^\s"']+)/m.exec(text)?.[1];
  const { secure } = fieldsOf(readStackFile(text, "").values[key]);
  if (salt === undefined || typeof secure !== "string") return null;
  return openPulumiSecret({ salt, secure }, passphrase);
}

/** The master key of this machine's stack. */
export async function storedKey(session: Session): Promise<MasterKey> {
  return (await storedStack(session)).key;
}

/** The same, with the text of the stack file that holds it. */
export async function storedStack({ files, paths, stack, terminal }: Session): Promise<{
  readonly key: MasterKey;
  readonly stackFile: string;
}> {
  const [stackFile, passphrase] = await Promise.all([files.read(paths.stackFile), files.read(paths.passphrase)]);
  const open = (text: string, secret: string) =>
    withProgress(terminal, "opening the stack file", () => keyInStackFile(text, new Secret(secret)));
  const key = stackFile === null || passphrase === null ? null : await open(stackFile, passphrase);
  if (key !== null && stackFile !== null) return { key, stackFile };
  throw new Refusal(`This machine does not have the master key of the stack ${stack}`, {
    next: `It needs ${paths.stackFile}, with the key in it, and ${paths.passphrase}. Run this where the server was brought up, or name another stack with --stack. If both the words and the passphrase are lost and the server still runs:  npx chatkeep keys new-master --from-running --stack ${stack}`,
  });
}

/** A copy of a stack file: its text, and where it is from. */
export interface StackFileCopy {
  readonly text: string;
  readonly from: string;
}

/** Reads a copy of a stack file that a person named. */
export async function readStackFileCopy({ files }: Pick<Session, "files">, path: string): Promise<StackFileCopy> {
  const text = await files.read(path);
  if (text !== null) return { text, from: path };
  const problem = { found: "the file does not exist", write: "Write the path of the copy." };
  throw new SettingsError([{ file: path, line: null, key: "--stack-file", ...problem }]);
}
