import { Refusal, SettingsError } from "../../errors.ts";
import type { MasterKey } from "../../keys/master-key.ts";
import { Secret } from "../../kinds/secret.ts";
import type { Session } from "../session.ts";
import { keyInStackFile } from "../stack/encrypted-values.ts";
import { withProgress } from "../terminal.ts";

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
