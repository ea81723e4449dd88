import { StackError, StoppedOnRequest } from "../../errors.ts";
import type { Journal } from "../../operations/journal/journal.ts";
import { perform } from "../../operations/steps/perform.ts";
import { nothingLeft } from "../../operations/up/seen.ts";
import { type Step, steps } from "../../operations/up/steps.ts";
import { decideSweep } from "../../operations/up/sweep.ts";
import { changesServer } from "../../operations/up/up.ts";
import { takeToken } from "../dns/dns-token.ts";
import type { Session } from "../session.ts";
import { mendCheckpoint } from "../stack/mend-state.ts";
import { readState } from "../stack/read-state.ts";
import { judgeSettings } from "../stack/settings.ts";
import { withLock } from "../stack/with-lock.ts";
import { withProgress } from "../terminal.ts";
import { type Prepared, type PrepareOptions, prepare } from "./prepare.ts";
import { worldOf } from "./world.ts";

/** What `up` is told beforehand. */
export interface UpWishes extends PrepareOptions {
  readonly yes: boolean;
  readonly cloudflareTokenFile: string | undefined;
}

/** What `up` came to: what was decided, and whether the server was changed by it. */
export interface BroughtUp {
  readonly prepared: Prepared;
  readonly isChanged: boolean;
}

/** What was decided, with the journal that keeps what is done of it. */
type Ready = Prepared & { readonly journal: Journal };

/** Looks and decides, and changes nothing. */
export async function planUp(session: Session, options: PrepareOptions): Promise<Prepared> {
  await judgeSettings(session);
  return prepare(session, nothingLeft, options);
}

/** Brings the stack up: looks, decides, does, where what was decided is agreed to; null where it is not. */
export async function bringUp(
  session: Session,
  wishes: UpWishes,
  agreed: (prepared: Prepared, isChanged: boolean) => Promise<boolean>,
): Promise<BroughtUp | null> {
  await judgeSettings(session);
  return withLock(session, async (leftovers, journal) => {
    await mendCheckpoint(session, journal, wishes);
    await takeToken(session, wishes.cloudflareTokenFile);
    const prepared = await prepare(session, leftovers, wishes);
    const isChanged = changesServer(prepared.steps);
    if (!(await agreed(prepared, isChanged))) return null;
    await performAll(session, { ...prepared, journal }, wishes.skipCheck);
    return { prepared, isChanged };
  });
}

/**
 * What a killed run asked of the engine may come into being after we looked: then it stands in the way of what is to be made,
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
    const again = await prepare(session, nothingLeft, { replaceRecords: false, skipCheck });
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
