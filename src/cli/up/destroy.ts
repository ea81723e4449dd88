import { settleState } from "../../actions/stack/earlier-state.ts";
import { type ReachedEngine, reachEngine } from "../../actions/stack/engine.ts";
import { mendCheckpoint } from "../../actions/stack/mend-state.ts";
import { refuseUnknown } from "../../actions/stack/never-was.ts";
import { lookAtOwnership } from "../../actions/stack/ownership.ts";
import { pulumiOf } from "../../actions/stack/pulumi.ts";
import { readState } from "../../actions/stack/read-state.ts";
import { beginSession, onThisStack, type Session, type StackOptions } from "../../actions/stack/session.ts";
import { holdsKey, readSettings } from "../../actions/stack/settings.ts";
import { withTurn } from "../../actions/stack/with-lock.ts";
import { worldOf } from "../../actions/up/world.ts";
import { Refusal } from "../../errors.ts";
import { startProgress } from "../../io/machine/progress.ts";
import { throwawayKind } from "../../io/machine/throwaway-names.ts";
import { readToolchain } from "../../io/pulumi/toolchain.ts";
import type { Ownership } from "../../operations/ownership/judge.ts";
import { refuseForeign, refuseUnproven } from "../../operations/ownership/refuse.ts";
import { perform } from "../../operations/steps/perform.ts";
import { type DestroySeen, decideDeletion, decideDestroy, whatGoes, whatStays } from "../../operations/up/destroy.ts";
import type { Leftovers } from "../../operations/up/seen.ts";
import { type Step, steps as table } from "../../operations/up/steps.ts";
import { agreed } from "./consent.ts";
import { showChanges, showSteps } from "./show.ts";

/** How `destroy` is called. */
export interface DestroyOptions extends StackOptions {
  readonly yes: boolean;
  readonly deleteData: boolean;
  /** The stack's name, typed where there is no terminal. */
  readonly yesDeleteData: string | undefined;
}

/** Takes the server down. Its data stays, unless its deletion is asked for and confirmed by typing the stack's name. */
export async function destroy(options: DestroyOptions): Promise<number> {
  await settleState(options.stack);
  const session = beginSession("destroy", options);
  await refuseUnknown(session);
  return withTurn(session, async (leftovers) => {
    await mendCheckpoint(session, { yes: options.yes || options.yesDeleteData !== undefined });
    const engine = await reachEngine(session);
    const seen = await lookBeforeDestroy(session, engine, leftovers);
    const deleteData = options.deleteData || options.yesDeleteData !== undefined;
    refuseOthers(session, seen.ownership, deleteData);
    const steps = deleteData ? decideDeletion(seen) : decideDestroy(seen);
    session.terminal.note(showPlan(seen, steps, deleteData));
    if (!(await mayDestroy(session, seen, steps, options))) return 1;
    await carryOut(session, engine, steps);
    session.terminal.result(showEnd(session, seen, deleteData, options.json));
    return 0;
  });
}

async function lookBeforeDestroy(session: Session, engine: ReachedEngine, leftovers: Leftovers): Promise<DestroySeen> {
  const { stack, paths, files } = session;
  const [state, source, passphrase, observation] = await Promise.all([
    readState(session),
    readSettings(session),
    files.has(paths.passphrase),
    engine.stack.observe(),
  ]);
  const ownership = await lookAtOwnership(session, engine, source);
  const hasKey = source === null ? null : holdsKey(source);
  const isThrowaway = throwawayKind(stack) !== null;
  return { stack, paths, state, engine: observation, ownership, leftovers, hasKey, passphrase, isThrowaway };
}

/** Another's server is not taken down. Data that nothing proves to be anybody's may be deleted by typing the stack's name, and in no other way. */
function refuseOthers(session: Session, ownership: Ownership, deleteData: boolean): void {
  if (deleteData) refuseForeign(session, ownership);
  else refuseUnproven(session, ownership);
}

function showPlan(seen: DestroySeen, steps: readonly Step[], deleteData: boolean): string {
  const changes = whatGoes(seen, deleteData);
  const stays = deleteData ? [] : whatStays(seen);
  return [
    changes.length === 0 ? "There is nothing to take down." : `The stack ${seen.stack} is taken down:`,
    ...(changes.length === 0 ? [] : [showChanges(changes)]),
    ...(stays.length === 0 ? [] : ["What stays, with all its data:", ...stays.map((name) => `    volume    ${name}`)]),
    ...(deleteData ? ["All accounts, messages and files are deleted for good. With it:", showSteps(steps)] : []),
  ].join("\n");
}

async function mayDestroy(
  session: Session,
  seen: DestroySeen,
  steps: readonly Step[],
  options: DestroyOptions,
): Promise<boolean> {
  const { terminal, stack } = session;
  if (options.deleteData || options.yesDeleteData !== undefined) {
    const flag = `--yes-delete-data ${stack}`;
    const question = `Type the stack's name, ${stack}, to delete its data for good:`;
    const typed = options.yesDeleteData ?? (await terminal.text(question, { flag }));
    if (typed === stack) return true;
    throw new Refusal(`\`${typed}\` is not \`${stack}\`, so nothing was deleted`, {
      next: `Type the name of the stack:  ${flag}`,
    });
  }
  if (steps.length === 0 || options.yes || whatGoes(seen, false).length === 0) return true;
  return agreed(terminal, options, "Take it down?");
}

async function carryOut(session: Session, engine: ReachedEngine, steps: readonly Step[]): Promise<void> {
  const pulumi = await pulumiOf(session, await readToolchain(session.files, session.paths.toolchain));
  const progress = startProgress(`taking down the stack ${session.stack}`);
  try {
    await perform(steps, table, worldOf(session, { engine, pulumi }, progress));
  } finally {
    progress.end();
  }
}

function showEnd({ stack, paths }: Session, seen: DestroySeen, deleted: boolean, json: boolean): string {
  const stays = deleted ? [] : whatStays(seen);
  if (json) return JSON.stringify({ version: 1, stack, deletedData: deleted, stays });
  if (deleted && seen.isThrowaway) return `Nothing of the stack ${stack} is left.`;
  if (deleted)
    return `Nothing of the stack ${stack} is left but its settings, ${paths.stackFile}. \`${onThisStack("up", stack)}\` begins anew, with new keys.`;
  if (stays.length === 0) return `The stack ${stack} is down.`;
  return `The stack ${stack} is down. Its data stays: \`${onThisStack("up", stack)}\` brings it back.`;
}
