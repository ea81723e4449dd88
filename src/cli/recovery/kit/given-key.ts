import { resolve } from "node:path";
import { openCopy, readIdentities } from "../../../actions/recovery/sealed-copy.ts";
import type { Session } from "../../../actions/session.ts";
import { SettingsError } from "../../../errors.ts";
import type { MasterKey } from "../../../keys/master-key.ts";
import { fromStdin, type SecretsOption } from "../../terminal/secrets.ts";
import { typedKey } from "./typed-key.ts";

/** What a person gives of a kit: what is typed, or the sealed copy with an identity that opens it. */
export interface GivenOptions extends SecretsOption {
  readonly sealed?: string;
  readonly identity?: string;
}

/** A key with what came along. */
export interface GivenKey {
  readonly key: MasterKey;
  readonly asWords: boolean;
  /** From a sealed copy. */
  readonly stackFile: { readonly text: string; readonly from: string } | null;
}

/** Gets the master key out of what a person has of a recovery kit. */
export async function givenKey(session: Session, options: GivenOptions): Promise<GivenKey> {
  const { sealed } = options;
  if (sealed === undefined) return { ...(await typedKey(session.terminal, options)), stackFile: null };
  const path = resolve(sealed);
  const { key, stackFile } = await openCopy(session, path, await readIdentities(await identityText(session, options)));
  return { key, asWords: false, stackFile: { text: stackFile, from: path } };
}

async function identityText({ terminal, files }: Session, { identity, stdin }: GivenOptions): Promise<string> {
  if (identity !== undefined) return (await files.read(resolve(identity))) ?? missing(identity);
  if (stdin) return fromStdin();
  return terminal.hidden("The age identity (AGE-SECRET-KEY-…):", { flag: "--identity FILE" });
}

function missing(file: string): never {
  const found = "the file does not exist";
  const write = "Write the path of the file with the identity.";
  throw new SettingsError([{ file, line: null, key: "--identity", found, write }]);
}
