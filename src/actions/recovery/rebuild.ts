import { Refusal, SettingsError } from "../../errors.ts";
import type { MasterKey } from "../../keys/master-key.ts";
import { pulumiPassphrase } from "../../keys/secrets.ts";
import { readStackFile } from "../../settings/yaml/stack-file.ts";
import type { Session } from "../session.ts";
import { withLock } from "../stack/with-lock.ts";
import { keyInStackFile } from "./stored-key.ts";

/** What `recovery rebuild` put in place. */
export interface Rebuilt {
  readonly keyId: string;
  /** Which files were written. */
  readonly wrote: readonly string[];
}

/**
 * Puts a master key in place on a machine that does not have it, so that the next `up` makes the same server: with a copy of the stack
 * file, that and its passphrase; else the key itself, which `up` stores in the settings that `init` wrote.
 */
export async function rebuild(session: Session, key: MasterKey, copy: string | null): Promise<Rebuilt> {
  await refuseKnown(session, key);
  const writes = copy === null ? await pendingKey(session, key) : await withCopy(session, key, copy);
  return withLock(session, (_, journal) =>
    journal.record(
      "recovery rebuild",
      { keyId: key.id(), with: copy === null ? "key alone" : "stack file" },
      async () => {
        for (const { path, text } of writes) await session.files.write(path, text, 0o600);
        return { keyId: key.id(), wrote: writes.map(({ path }) => path) };
      },
    ),
  );
}

interface Write {
  readonly path: string;
  readonly text: string;
}

/** A machine that has a passphrase has a stack of this name, whose key must not be lost. */
async function refuseKnown({ files, paths, stack }: Session, key: MasterKey): Promise<void> {
  const passphrase = await files.read(paths.passphrase);
  if (passphrase === null) return;
  if (passphrase.trim() === pulumiPassphrase(key).reveal()) return; // a run that was killed: the same is written again
  throw new Refusal(`This machine has a stack ${stack} with another master key`, {
    next: "Rebuild under another name with --stack NAME, or on another machine. Nothing was changed.",
  });
}

async function withCopy(session: Session, key: MasterKey, copy: string): Promise<readonly Write[]> {
  const { files, paths } = session;
  const [text, there] = await Promise.all([files.read(copy), files.read(paths.stackFile)]);
  if (text === null)
    throw new SettingsError([wrongCopy(copy, "the file does not exist", "Write the path of the copy.")]);
  const found = await keyInStackFile(text, pulumiPassphrase(key));
  if (found?.id() !== key.id())
    throw new SettingsError([
      wrongCopy(copy, `the key ${key.id()} does not open it`, "Name the stack file that belongs to this recovery kit."),
    ]);
  if (there !== null && there !== text) throw otherFile(paths.stackFile);
  return [
    { path: paths.stackFile, text },
    { path: paths.passphrase, text: pulumiPassphrase(key).reveal() },
  ];
}

async function pendingKey({ files, paths, stack }: Session, key: MasterKey): Promise<readonly Write[]> {
  const settings = await files.read(paths.stackFile);
  if (settings === null)
    throw new Refusal(`There are no settings for the stack ${stack} yet: ${paths.stackFile} does not exist`, {
      next: `Write them with the server name of the recovery kit:  npx chatkeep init --stack ${stack}\nOr name a copy of the stack file:  --stack-file COPY`,
    });
  if (readStackFile(settings, paths.stackFile).values.masterKey !== undefined) throw otherFile(paths.stackFile);
  return [{ path: paths.pendingKey, text: key.text().reveal() }];
}

function wrongCopy(file: string, found: string, write: string) {
  return { file, line: null, key: "--stack-file", found, write };
}

function otherFile(path: string): Refusal {
  return new Refusal(`${path} is there already, with a master key of its own`, {
    next: "Move it away, or rebuild under another name with --stack NAME. Nothing was changed.",
  });
}
