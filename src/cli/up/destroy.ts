import { onThisStack, type Session, type StackOptions } from "../../actions/session.ts";
import { settleState } from "../../actions/stack/earlier-state.ts";
import { takeDown } from "../../actions/up/destroy.ts";
import { Refusal } from "../../errors.ts";
import { type DestroySeen, keptJournalPath, whatGoes, whatStays } from "../../operations/up/destroy.ts";
import type { Step } from "../../operations/up/steps.ts";
import { beginSession } from "../session.ts";
import { processTerminal } from "../terminal/prompts.ts";
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
  await settleState(options.stack, processTerminal());
  const session = beginSession("destroy", options);
  const deleteData = options.deleteData || options.yesDeleteData !== undefined;
  const wishes = { deleteData, yes: options.yes || options.yesDeleteData !== undefined };
  const seen = await takeDown(session, wishes, (found, steps) => {
    session.terminal.note(showPlan(found, steps, deleteData));
    return mayDestroy(session, found, steps, options);
  });
  if (seen === null) return 1;
  session.terminal.result(showEnd(session, seen, deleteData, options.json));
  return 0;
}

function showPlan(seen: DestroySeen, steps: readonly Step[], deleteData: boolean): string {
  const changes = whatGoes(seen, deleteData);
  const stays = deleteData ? [] : whatStays(seen);
  return [
    changes.length === 0 ? "There is nothing to remove." : `These are removed from the stack ${seen.stack}:`,
    ...(changes.length === 0 ? [] : [showChanges(changes)]),
    ...(stays.length === 0 ? [] : ["These stay, with all data:", ...stays.map((name) => `    volume    ${name}`)]),
    ...(deleteData ? ["All accounts, messages and files are deleted permanently, and:", showSteps(steps)] : []),
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
    const question = `Type the stack's name, ${stack}, to delete its data permanently:`;
    const typed = options.yesDeleteData ?? (await terminal.text(question, { flag }));
    if (typed === stack) return true;
    throw new Refusal(`\`${typed}\` is not \`${stack}\`, so nothing was deleted`, {
      next: `Type the name of the stack:  ${flag}`,
    });
  }
  if (steps.length === 0 || options.yes || whatGoes(seen, false).length === 0) return true;
  return agreed(terminal, options, "Remove it?");
}

function showEnd({ stack, paths }: Session, seen: DestroySeen, deleted: boolean, json: boolean): string {
  const stays = deleted ? [] : whatStays(seen);
  if (json) return JSON.stringify({ version: 1, stack, deletedData: deleted, stays });
  if (deleted && seen.isThrowaway) return `The stack ${stack} was removed completely.`;
  if (deleted)
    return `The stack ${stack} was removed. Only its settings, ${paths.stackFile}, and its journal, ${keptJournalPath(seen)}, are left. \`${onThisStack("up", stack)}\` starts a new server, with new keys.`;
  if (stays.length === 0) return `The stack ${stack} is down.`;
  return `The stack ${stack} is down. Its data is kept. To start it again:  ${onThisStack("up", stack)}`;
}
