import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { Refusal } from "../../errors.ts";
import { readTemplates } from "../../io/machine/program-files.ts";
import { serverSecrets } from "../../keys/secrets.ts";
import { parseShare, shareKey } from "../../keys/shares.ts";
import { wordsOf } from "../../keys/words.ts";
import { renderKit, type Sheet } from "../../render/recovery/kit.ts";
import type { Kit, KitSecret } from "../../render/recovery/kit-contents.ts";
import type { Session } from "../session.ts";
import { settledStack } from "../stack/settings.ts";
import { withLock } from "../stack/with-lock.ts";
import { storedKey } from "./stored-key.ts";

/** How the kit is written. */
export interface KitWishes {
  /** The folder for the sheets. */
  readonly folder: string;
  /** One share for each of these people instead of the words; null is the words. */
  readonly shares: { readonly holders: readonly string[]; readonly threshold: number } | null;
}

/** What was written. */
export interface WrittenKit {
  readonly keyId: string;
  /** The group of the shares; null where the words were written. */
  readonly group: string | null;
  readonly files: readonly string[];
}

/** Writes the recovery kit of a stack, for its owner alone, into a folder that does not hold one yet. */
export async function writeKit(session: Session, wishes: KitWishes): Promise<WrittenKit> {
  const { plan, settings } = await settledStack(session);
  const key = await storedKey(session);
  return withLock(session, (_, journal) =>
    journal.record("recovery kit", aboutKit(key.id(), wishes), async () => {
      const secrets = await secretsOf(key, wishes);
      const date = session.clock.now().toISOString().slice(0, 10);
      const { stackFile, stateFolder: state, journal: journalFile } = session.paths;
      const places = { stackFile, state, journal: journalFile };
      const signingKeyId = serverSecrets(key, settings.epochs).signingKey.keyId;
      const about: Omit<Kit, "secret"> = { plan, date, keyId: key.id(), signingKeyId, places };
      const sheets = secrets.map((secret) => ({ secret, sheet: renderKit({ ...about, secret }, readTemplates()) }));
      const files = await writeSheets(session, wishes.folder, sheets);
      const [first] = secrets;
      return { keyId: key.id(), group: first?.kind === "share" ? first.of.group : null, files };
    }),
  );
}

function aboutKit(keyId: string, { shares }: KitWishes): Readonly<Record<string, unknown>> {
  if (shares === null) return { keyId, as: "words" };
  return { keyId, as: "shares", threshold: shares.threshold, holders: shares.holders };
}

async function secretsOf(
  key: Awaited<ReturnType<typeof storedKey>>,
  { shares }: KitWishes,
): Promise<readonly KitSecret[]> {
  if (shares === null) return [{ kind: "words", words: wordsOf(key) }];
  const { holders, threshold } = shares;
  const parts = await shareKey(key, { threshold, count: holders.length }, randomBytes);
  return parts.map((share, at) => {
    const read = parseShare(share.reveal());
    const group = "bytes" in read ? read.group : "";
    const of = { group, index: at + 1, count: holders.length, threshold };
    return { kind: "share", share, holder: holders[at] ?? "", of };
  });
}

async function writeSheets(
  { files, stack }: Session,
  folder: string,
  sheets: readonly { readonly secret: KitSecret; readonly sheet: Sheet }[],
): Promise<readonly string[]> {
  const named = sheets.flatMap(({ secret, sheet }) => {
    const name = secret.kind === "words" ? `recovery-kit-${stack}` : `recovery-share-${secret.of.index}-${stack}`;
    return [
      { path: join(folder, `${name}.html`), text: sheet.html },
      { path: join(folder, `${name}.txt`), text: sheet.text },
    ];
  });
  for (const { path } of named) if (await files.has(path)) throw alreadyThere(path);
  for (const { path, text } of named) await files.write(path, text, 0o600);
  return named.map(({ path }) => path);
}

function alreadyThere(path: string): Refusal {
  return new Refusal(`${path} is there already, and is not overwritten`, {
    next: "Print it and delete it, or name another folder:  --folder FOLDER",
  });
}
