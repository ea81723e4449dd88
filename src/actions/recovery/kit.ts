import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { readTemplates } from "../../io/machine/program-files.ts";
import type { Paper } from "../../io/sheets/browser.ts";
import { evidencePublicKey } from "../../keys/evidence-key.ts";
import type { MasterKey } from "../../keys/master-key.ts";
import type { Recipient } from "../../keys/recipients.ts";
import { serverSecrets } from "../../keys/secrets.ts";
import { parseShare, shareKey } from "../../keys/shares.ts";
import { wordsOf } from "../../keys/words.ts";
import type { Holders } from "../../operations/recovery/parting.ts";
import { renderKit } from "../../render/recovery/kit.ts";
import type { Kit, KitSecret } from "../../render/recovery/kit-contents.ts";
import { readStackFile } from "../../settings/yaml/stack-file.ts";
import type { Session } from "../session.ts";
import { type Settled, settledStack } from "../stack/settings.ts";
import { withLock } from "../stack/with-lock.ts";
import { kitName, sealCopy } from "./sealed-copy.ts";
import { type NamedSheet, prepareFolder, type SheetFile, writeSheets } from "./sheet-files.ts";
import { storedStack } from "./stored-key.ts";

/** How the kit is written. */
export interface KitWishes {
  /** What the journal calls it. */
  readonly ceremony: "recovery kit" | "recovery reshare";
  /** The folder for the sheets. */
  readonly folder: string;
  /** One share for each of these people instead of the words; null is the words. */
  readonly shares: Holders | null;
  /** Also as PDF, on this paper; null is not. */
  readonly pdf: Paper | null;
  /** The release of chatkeep, for the sheet. */
  readonly version: string;
}

/** What was written. */
export interface WrittenKit {
  readonly keyId: string;
  /** The group of the shares; null where the words were written. */
  readonly group: string | null;
  readonly files: readonly string[];
  /** The digital copy and how many can open it; null where there is none. */
  readonly sealed: { readonly file: string; readonly recipients: number } | null;
  /** Whether PDF was wished for and no browser was found to print it. */
  readonly lacksBrowser: boolean;
}

/** Writes the recovery kit of a stack, for its owner alone, into a folder of its own. */
export async function writeKit(session: Session, wishes: KitWishes): Promise<WrittenKit> {
  await settledStack(session); // what is wrong with it is said before a lock is waited for
  return withLock(session, async (_, journal) => {
    const settled = await settledStack(session);
    const { key, stackFile } = await storedStack(session);
    await prepareFolder(session, wishes.folder);
    const secrets = await secretsOf(key, wishes.shares);
    const [first] = secrets;
    const group = first?.kind === "share" ? first.of.group : null;
    return journal.record(wishes.ceremony, aboutKit(key.id(), group, wishes), async () => {
      const about = await kitAbout(session, settled, key, stackFile, wishes.version);
      const sheets = secrets.map((secret): NamedSheet => {
        return { name: nameOf(secret, session.stack), sheet: renderKit({ ...about, secret }, readTemplates()) };
      });
      const copy = await sealedFile(session.stack, sheets, group, stackFile, settled.settings.recoveryRecipients);
      const written = await writeSheets(session, wishes, sheets, copy);
      const sealed = copy && {
        file: join(wishes.folder, copy.name),
        recipients: settled.settings.recoveryRecipients.length,
      };
      return { keyId: key.id(), group, sealed, ...written };
    });
  });
}

function aboutKit(keyId: string, group: string | null, { shares }: KitWishes): Readonly<Record<string, unknown>> {
  if (shares === null) return { keyId, as: "words" };
  const holders = shares.holders.map(({ name, userId }) => userId ?? name);
  return { keyId, as: "shares", group, threshold: shares.threshold, holders };
}

async function secretsOf(key: MasterKey, shares: Holders | null): Promise<readonly KitSecret[]> {
  if (shares === null) return [{ kind: "words", words: wordsOf(key) }];
  const { holders, threshold } = shares;
  const parts = await shareKey(key, { threshold, count: holders.length }, randomBytes);
  return holders.flatMap((holder, at): readonly KitSecret[] => {
    const share = parts[at];
    const read = share === undefined ? null : parseShare(share.reveal());
    if (share === undefined || read === null || !("bytes" in read)) throw new Error("a share that cannot be read");
    const { group, commitment, index } = read;
    return [{ kind: "share", share, holder, of: { group, index, count: holders.length, threshold, commitment } }];
  });
}

async function kitAbout(
  session: Session,
  { plan, settings }: Settled,
  key: MasterKey,
  stackFile: string,
  version: string,
): Promise<Omit<Kit, "secret">> {
  const { paths, files, stack, clock } = session;
  const roster = join(paths.stackFolder, `team.${stack}.yaml`);
  return {
    plan,
    version,
    date: clock.now().toISOString().slice(0, 10),
    keyId: key.id(),
    signingKeyId: serverSecrets(key, settings.epochs).signingKey.keyId,
    evidenceKey: evidencePublicKey(key, settings.epochs.evidenceKey ?? 0),
    carriesPepper: readStackFile(stackFile, paths.stackFile).values.passwordPepper !== undefined,
    places: {
      stackFile: paths.stackFile,
      state: paths.stateFolder,
      journal: paths.journal,
      roster: (await files.has(roster)) ? roster : null,
    },
  };
}

function nameOf(secret: KitSecret, stack: string): string {
  return secret.kind === "words" ? kitName(stack) : `recovery-share-${secret.of.index}-${stack}`;
}

/** Of shares there is none: each recipient could open it alone, which is what shares are there to prevent. */
async function sealedFile(
  stack: string,
  [first]: readonly NamedSheet[],
  group: string | null,
  stackFile: string,
  recipients: readonly Recipient[],
): Promise<SheetFile | null> {
  if (group !== null || recipients.length === 0 || first === undefined) return null;
  return { name: `${kitName(stack)}.tar.age`, content: await sealCopy(stack, first.sheet, stackFile, recipients) };
}
