import { StackError, StoppedOnRequest } from "../../errors.ts";
import type { Journal } from "../../operations/journal/journal.ts";
import { perform } from "../../operations/steps/perform.ts";
import { type Leftovers, nothingLeft } from "../../operations/up/seen.ts";
import { type Step, steps } from "../../operations/up/steps.ts";
import { decideSweep } from "../../operations/up/sweep.ts";
import { changesServer } from "../../operations/up/up.ts";
import { cloudflareToken } from "../../settings/issued-secrets.ts";
import { renewCanaryOf } from "../backup/canary/of-stack.ts";
import { repeatErasures } from "../backup/erasures/repeat.ts";
import { type GivenSecrets, givenSecrets, takeIssued } from "../issued-secrets.ts";
import { endMasterKeySwitch, refuseHalfSwitched, switchMasterKey } from "../keys/new-master/switch.ts";
import type { Session } from "../session.ts";
import { type Declaration, declare, type KnownDeclaration, withKept } from "../stack/declaration.ts";
import { readState, repairCheckpoint } from "../stack/repair-checkpoint.ts";
import { withLock } from "../stack/with-lock.ts";
import { readKept } from "../stack/written.ts";
import { withProgress } from "../terminal.ts";
import { type Prepared, type PrepareOptions, prepare } from "./prepare.ts";
import { worldOf } from "./world.ts";

/** What is said about what is in the way, and where a token of Cloudflare's is. */
export interface PlanWishes extends Omit<PrepareOptions, "givenToken"> {
  readonly cloudflareTokenFile: string | undefined;
}

/** What `up` is told beforehand. */
export interface UpWishes extends PlanWishes {
  readonly yes: boolean;
}

/** How old the canary's newest message may be before `up` renews it. */
const canaryMilliseconds = 3_600_000;

/** What `up` came to: what was decided, and whether the server was changed by it. */
export interface BroughtUp {
  readonly prepared: Prepared;
  readonly isChanged: boolean;
}

/** What was decided, with the journal that keeps what is done of it. */
type Ready = Prepared & { readonly journal: Journal };

/** Looks and decides, and changes nothing. */
export async function planUp(session: Session, wishes: PlanWishes): Promise<Prepared> {
  await refuseHalfSwitched(session);
  const declaration = await declareAll(session);
  const given = await givenSecrets(session, declaration, wishes);
  return prepare(session, declaration, nothingLeft, { ...wishes, givenToken: given[cloudflareToken.key] });
}

/** Brings the stack up: looks, decides, does, where what was decided is agreed to; null where it is not. */
export async function bringUp(
  session: Session,
  wishes: UpWishes,
  agreed: (prepared: Prepared, isChanged: boolean) => Promise<boolean>,
): Promise<BroughtUp | null> {
  const before = await declare(session);
  return withLock(session, (leftovers, journal) =>
    bringUpUnderLock(session, wishes, { before, leftovers, journal }, agreed),
  );
}

/** What a run that has the stack's lock knows. */
export interface UnderLock {
  readonly leftovers: Leftovers;
  readonly journal: Journal;
  /** What was declared before the lock was taken; null where it was not read. */
  readonly before: Declaration | null;
}

/** The same for a command that has the stack's lock already. */
export async function bringUpUnderLock(
  session: Session,
  wishes: UpWishes,
  { before, leftovers, journal }: UnderLock,
  agreed: (prepared: Prepared, isChanged: boolean) => Promise<boolean>,
): Promise<BroughtUp | null> {
  const found = await repairCheckpoint(session, await readKept(session), journal, wishes);
  const isSwitched = await switchMasterKey(session, journal);
  const kept = isSwitched ? await readKept(session) : found;
  // The settings are read again on purpose: the run that had the lock before may have written to them.
  const locked = withKept(await declare(session, before), kept);
  const given = await givenSecrets(session, locked, wishes);
  const declaration = await withSecretsTaken(session, locked, given);
  const look = { ...wishes, givenToken: given[cloudflareToken.key] };
  const prepared = await prepare(session, declaration, leftovers, look);
  const isChanged = changesServer(prepared.steps);
  if (!(await agreed(prepared, isChanged))) return null;
  await performAll(session, { ...prepared, journal }, wishes.skipCheck);
  if (isSwitched) await endMasterKeySwitch(session, journal);
  await renewCanaryOf(session, prepared, { journal, olderThan: isSwitched ? 0 : canaryMilliseconds });
  await repeatErasures(session, journal);
  await endRestore(session);
  return { prepared, isChanged };
}

/** A killed restore has nothing left to do once the server is up; the list is there where it was killed while volumes were taken over. */
async function endRestore({ files, paths }: Session): Promise<void> {
  for (const path of [paths.restoring, paths.adoptedVolumes]) await files.remove(path);
}

/** Taking a secret writes to the stack file: then that is read once more. */
async function withSecretsTaken(
  session: Session,
  declaration: KnownDeclaration,
  given: GivenSecrets,
): Promise<KnownDeclaration> {
  return (await takeIssued(session, declaration, given)) ? declareAll(session) : declaration;
}

async function declareAll(session: Session): Promise<KnownDeclaration> {
  const declaration = await declare(session);
  return withKept(declaration, await readKept(session));
}

/**
 * The engine may finish a killed run's request after the observation: the result then conflicts with what must be created,
 * is swept, and the plan is applied once more.
 */
async function performAll(session: Session, prepared: Ready, skipCheck: UpWishes["skipCheck"]): Promise<void> {
  try {
    await performSteps(session, prepared);
  } catch (error) {
    const late = error instanceof StackError && !(error instanceof StoppedOnRequest);
    if (!late || (await lateComers(session, prepared)).length === 0) throw error;
    session.terminal.note(
      "The engine finished a request of a killed run late. Its result is removed, and `up` continues.",
    );
    const options = { replaceRecords: false, skipCheck };
    const again = await prepare(session, await declareAll(session), nothingLeft, options);
    await performSteps(session, { ...again, journal: prepared.journal });
  }
}

async function lateComers(session: Session, { engine }: Prepared): Promise<readonly Step[]> {
  return decideSweep({ state: await readState(session), engine: await engine.stack.observe(), leftovers: nothingLeft });
}

async function performSteps(session: Session, prepared: Ready): Promise<void> {
  if (prepared.steps.length === 0) return;
  await withProgress(session.terminal, `starting the stack ${session.stack}`, (progress) =>
    perform(prepared.steps, steps, worldOf(session, prepared, progress)),
  );
}
