import { Refusal, SettingsError } from "../../errors.ts";
import type { MasterKey } from "../../keys/master-key.ts";
import { pulumiPassphrase } from "../../keys/secrets.ts";
import { embeddedStack } from "../../operations/keys/key-steps.ts";
import { readStackFile } from "../../settings/yaml/stack-file.ts";
import type { Session } from "../session.ts";
import { keyInStackFile } from "../stack/encrypted-values.ts";
import { withLock } from "../stack/with-lock.ts";
import { withProgress } from "../terminal.ts";
import type { StackFileCopy } from "./stored-key.ts";

/** What `recovery rebuild` put in place. */
export interface Rebuilt {
  readonly keyId: string;
  /** Which files were written. */
  readonly wrote: readonly string[];
}

/**
 * Puts a master key in place on a machine that does not have it, so that the next `up` makes the same server: with a stack file that it
 * opens, that and its passphrase; else the key itself, which `up` stores in the settings that `init` wrote. Where no stack file proves that the key is right, `prove` is asked: words have a
 * checksum that one wrong word in 250 passes.
 */
export async function rebuild(
  session: Session,
  key: MasterKey,
  copy: StackFileCopy | null,
  prove: () => Promise<void>,
): Promise<Rebuilt> {
  // What is wrong is said before a lock is waited for.
  const decided = await withProgress(session.terminal, "opening the stack file", () =>
    decideWrites(session, key, copy),
  );
  if (decided.using === "key alone") await prove();
  return withLock(session, async (_, journal) => {
    const { using, writes } = await decideWrites(session, key, copy);
    return journal.record("recovery rebuild", { keyId: key.id(), with: using }, async () => {
      for (const { path, text } of writes) await session.files.write(path, text, 0o600);
      return { keyId: key.id(), wrote: writes.map(({ path }) => path) };
    });
  });
}

interface Write {
  readonly path: string;
  readonly text: string;
}

interface Decided {
  readonly using: "key alone" | "stack file";
  readonly writes: readonly Write[];
}

/** The passphrase comes last: a run that was killed before has changed nothing that a next one refuses. */
async function decideWrites(session: Session, key: MasterKey, copy: StackFileCopy | null): Promise<Decided> {
  const { files, paths } = session;
  await refuseKnown(session, key);
  const there = await files.read(paths.stackFile);
  const passphrase = { path: paths.passphrase, text: pulumiPassphrase(key).reveal() };
  const thereIsOurs = there !== null && (await keyInStackFile(there, pulumiPassphrase(key)))?.id() === key.id();
  if (copy !== null) {
    await refuseOtherCopy(copy, key);
    if (there !== null && there !== copy.text) throw otherFile(paths.stackFile, thereIsOurs);
    return { using: "stack file", writes: [{ path: paths.stackFile, text: copy.text }, passphrase] };
  }
  if (thereIsOurs) return { using: "stack file", writes: [passphrase] };
  refuseOtherSettings(session, there);
  return { using: "key alone", writes: [{ path: paths.pendingKey, text: key.text().reveal() }] };
}

/** A machine that has a passphrase has a stack of this name, whose key must not be lost. */
async function refuseKnown({ files, paths, stack }: Session, key: MasterKey): Promise<void> {
  const passphrase = await files.read(paths.passphrase);
  if (passphrase === null || passphrase.trim() === pulumiPassphrase(key).reveal()) return; // the same is written again
  throw new Refusal(`This machine has a stack ${stack} with another master key than ${key.id()}`, {
    next: "Rebuild under another name with --stack NAME, or on another machine. Nothing was changed.",
  });
}

async function refuseOtherCopy({ text, from }: StackFileCopy, key: MasterKey): Promise<void> {
  if ((await keyInStackFile(text, pulumiPassphrase(key)))?.id() === key.id()) return;
  const found = `the key ${key.id()} does not open it`;
  const write = "Name the stack file that belongs to this recovery kit. Nothing was changed.";
  throw new SettingsError([{ file: from, line: null, key: "--stack-file", found, write }]);
}

/** Without a stack file of this key there must be settings without any key. Those of the stack with its own are written by `up`. */
function refuseOtherSettings({ paths, stack }: Session, there: string | null): void {
  if (there === null && stack === embeddedStack) return;
  if (there === null)
    throw new Refusal(`There are no settings for the stack ${stack} yet: ${paths.stackFile} does not exist`, {
      next: `Write them with the server name of the recovery kit:  npx chatkeep init --stack ${stack}\nOr name a copy of the stack file:  --stack-file COPY`,
    });
  if (readStackFile(there, paths.stackFile).values.masterKey !== undefined) throw otherFile(paths.stackFile, false);
}

function otherFile(path: string, isOurs: boolean): Refusal {
  const what = isOurs ? "differs from the copy: this key opens it too" : "does not open with this key";
  return new Refusal(`${path} is there already, and ${what}`, {
    next: isOurs
      ? "To use the one that is there, leave --stack-file out. To use the copy, move that file away first. Nothing was changed."
      : "Move that file away, or rebuild under another name with --stack NAME. Nothing was changed.",
  });
}
