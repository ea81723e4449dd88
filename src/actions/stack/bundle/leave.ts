import { SettingsError } from "../../../errors.ts";
import type { StackEngine } from "../../../io/stack-engine.ts";
import { bundleKeyOf } from "../../../keys/bundle.ts";
import { Secret } from "../../../kinds/secret.ts";
import { readStackFile } from "../../../settings/yaml/stack-file.ts";
import { onThisStack, type Session } from "../../session.ts";
import { keyInStackFile } from "../encrypted-values.ts";
import { reachEngine } from "../engine.ts";
import { type Settled, understand } from "../settings.ts";
import { recordErasures } from "./erasures.ts";
import { gatherBundle } from "./gather.ts";
import { sealedBundle } from "./seal.ts";

/** Where the container of backups has it, below its data folder: what is in that folder becomes part of each archive. */
const bundlePath = "bundle/operator.sealed";

/**
 * Leaves what this machine has of the stack with the container of backups, and what was erased in their repository, for a command that
 * has the stack's lock and has done its work. What it did is done whatever happens here: where it fails, the person is told, and the next command leaves it.
 */
export async function leaveBundle(session: Session): Promise<void> {
  try {
    const found = await stackWithBackup(session);
    if (found === null) return;
    const { stack } = await reachEngine(session);
    const unrecorded = await recordErasures(session, stack, found.container);
    if (unrecorded !== null) session.terminal.note(notRecorded(session, unrecorded));
    const fault = await leave(session, stack, found);
    if (fault !== null) session.terminal.note(notLeft(session, fault));
  } catch (error) {
    session.terminal.note(notLeft(session, error instanceof Error ? error.message : String(error)));
  }
}

interface WithBackup {
  readonly settled: Settled;
  readonly container: string;
  readonly dataFolder: string;
  readonly stackFile: string;
}

/** The settings as they are now; null where they are not whole, as before the first `up`, or have no backup. */
async function stackWithBackup(session: Session): Promise<WithBackup | null> {
  const stackFile = await session.files.read(session.paths.stackFile);
  // Most stacks have none, and their commands end without another look.
  if (stackFile === null || !/^[^#\n]*chatkeep:backup["']?\s*:/m.test(stackFile)) return null;
  const settled = understood(session, stackFile);
  const service = settled?.plan.services.backup;
  if (settled === null || service === undefined) return null;
  return { settled, container: service.name, dataFolder: service.dataFolder, stackFile };
}

function understood(session: Session, stackFile: string): Settled | null {
  try {
    return understand(session, readStackFile(stackFile, session.paths.stackFile));
  } catch (error) {
    if (error instanceof SettingsError) return null; // it was said, or is at the next `up`
    throw error;
  }
}

/** What went wrong; null where it is there, or where nothing runs that could keep it. */
async function leave(
  session: Session,
  engine: StackEngine,
  { settled, container, dataFolder, stackFile }: WithBackup,
): Promise<string | null> {
  const passphrase = await session.files.read(session.paths.passphrase);
  const master = passphrase === null ? null : await keyInStackFile(stackFile, new Secret(passphrase));
  if (master === null) return null;
  const key = bundleKeyOf(master);
  const sealed = await sealedBundle(key, await gatherBundle(session, settled, key));
  const result = await engine.feedIn(container, ["sh", "-c", placing, "sh", `${dataFolder}/${bundlePath}`], sealed);
  return result === null || result.exitCode === 0 ? null : result.stderr.trim();
}

/** A backup that runs meanwhile reads the one from before, or this one. */
const placing = 'set -eu; umask 077; mkdir -p "$(dirname "$1")"; cat > "$1.new"; sync "$1.new"; mv -f "$1.new" "$1"';

function notLeft({ stack }: Session, fault: string): string {
  return `The newest settings and journal are not part of the backups yet: ${fault}. The next command that changes something adds them; see  ${onThisStack("status", stack)}`;
}

function notRecorded({ stack }: Session, fault: string): string {
  return `Erasure not yet recorded: the backups do not know it, because ${fault}. The next command that changes something records it:  ${onThisStack("backup now", stack)}`;
}
