import { resolve } from "node:path";
import { restoreInPlace } from "../../actions/backup/restore/in-place.ts";
import { knowsRepository, listForRestore, standingRepository } from "../../actions/backup/restore/listing/list.ts";
import { reachRepository } from "../../actions/backup/restore/reach-repository.ts";
import { type RestoreWishes, restoreServer } from "../../actions/backup/restore/restore.ts";
import { readStackFileCopy } from "../../actions/recovery/stored-key.ts";
import type { Session, StackOptions } from "../../actions/session.ts";
import { reachEngine } from "../../actions/stack/engine.ts";
import type { Terminal } from "../../actions/terminal.ts";
import type { Prepared } from "../../actions/up/prepare.ts";
import { Refusal } from "../../errors.ts";
import { newestWhole } from "../../operations/backup/run/archives.ts";
import { type GivenOptions, givenKey } from "../recovery/kit/given-key.ts";
import { beginSession } from "../session.ts";
import { agreed } from "../up/consent.ts";
import { showPrepared } from "../up/up-text.ts";
import { showArchives } from "./list.ts";
import { restoreFilesOf } from "./restore-files.ts";
import { showInPlacePlan, showRestored, showRestorePlan, showSetBack } from "./restore-text.ts";
import { deleteWhatIsSetAside } from "./set-aside.ts";

/** How `restore` is called. */
export interface RestoreOptions extends StackOptions, GivenOptions, Omit<RestoreWishes, "skipCompare"> {
  readonly inPlace: boolean;
  readonly list: boolean;
  readonly deleteSetAside: boolean;
  readonly yesDeleteSetAside?: string;
  readonly repository?: string;
  readonly user?: string;
  readonly accessKey?: string;
  readonly hostKeysFile?: string;
  readonly trustedAuthoritiesFile?: string;
  readonly backupCredentialFile?: string;
  readonly archive?: string;
  readonly stackFile?: string;
  readonly skipCompare?: readonly string[];
  readonly file?: string;
  readonly to?: string;
}

/** Brings a server back; in place, its data; or files of it. */
export async function restore(options: RestoreOptions): Promise<number> {
  const { file, to } = options;
  if (file !== undefined) return restoreFilesOf({ ...options, file });
  if (options.list) return list(options);
  if (options.deleteSetAside || options.yesDeleteSetAside !== undefined) return deleteWhatIsSetAside(options);
  if (to !== undefined)
    throw new Refusal("--to says where files go, and no file is named", { next: "Name them with --file." });
  return options.inPlace ? inPlace(options) : onEmptyMachine(options);
}

/** The yes to the restore is one to what starts the server. */
function shownOnly({ note }: Terminal): (prepared: Prepared) => Promise<boolean> {
  return async (prepared) => {
    note(showPrepared(prepared));
    return true;
  };
}

/** Sets the data of a server that is there back to an archive: shows what that loses, asks, restores. */
async function inPlace(options: RestoreOptions): Promise<number> {
  const session = beginSession("restore", options);
  const { terminal, stack } = session;
  const { backupCredentialFile: _, ...wishes } = options;
  const done = await restoreInPlace(
    session,
    options.archive ?? null,
    { ...wishes, skipCompare: options.skipCompare ?? [] },
    {
      restore: (plan) => {
        terminal.note(showInPlacePlan(plan));
        return agreed(terminal, options, `Set ${plan.manifest.serverName} back to this archive?`);
      },
      up: shownOnly(terminal),
    },
  );
  if (done === null) return 1;
  terminal.result(showSetBack(stack, done, options));
  return 0;
}

/** Asks for the kit and for where the backups are. */
async function openWithKit(session: Session, options: RestoreOptions) {
  const given = await givenKey(session, options);
  const question = "Where are the backups?";
  const address = options.repository ?? (await session.terminal.text(question, { flag: "--repository" }));
  const engine = await reachEngine(session);
  const reached = await reachRepository(session, engine, given.key, { ...options, repository: address });
  return { given, engine, reached };
}

/** Lists the archives that a restore has to choose from; 3 where none can be restored. */
async function list(options: RestoreOptions): Promise<number> {
  const session = beginSession("restore", options);
  const { terminal, stack, clock } = session;
  const isKnown = options.repository === undefined && (await knowsRepository(session));
  const reached = isKnown ? await standingRepository(session) : (await openWithKit(session, options)).reached;
  const found = await listForRestore(session, reached);
  terminal.result(
    options.json ? JSON.stringify({ version: 1, stack, ...found }) : showArchives(found, stack, clock.now()),
  );
  return newestWhole(found.archives) === null ? 3 : 0;
}

/** On an empty machine: asks for what opens its backups, shows what an archive holds, asks, restores. */
async function onEmptyMachine(options: RestoreOptions): Promise<number> {
  const session = beginSession("restore", options);
  const { terminal, stack } = session;
  // What signs in for a restore may be another than what the server itself has, which comes back with its settings.
  const { backupCredentialFile: _, ...wishes } = options;
  const copy = options.stackFile === undefined ? null : await readStackFileCopy(session, resolve(options.stackFile));
  const { given, engine, reached } = await openWithKit(session, options);
  const done = await restoreServer(
    session,
    {
      ...reached,
      engine,
      key: given.key,
      archive: options.archive ?? null,
      stackFile: copy?.text ?? given.stackFile?.text ?? null,
    },
    { ...wishes, skipCompare: options.skipCompare ?? [] },
    {
      restore: (plan) => {
        terminal.note(showRestorePlan(plan));
        return agreed(terminal, options, `Bring back ${plan.manifest.serverName} from this archive?`);
      },
      up: shownOnly(terminal),
    },
  );
  if (done === null) return 1;
  terminal.result(showRestored(stack, done, options));
  return 0;
}
