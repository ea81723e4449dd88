import { deleteSetAside } from "../../actions/backup/set-aside/delete.ts";
import { onThisStack, type Session, type StackOptions } from "../../actions/session.ts";
import { Refusal } from "../../errors.ts";
import { formatAge, formatBytes } from "../../operations/backup/run/ages.ts";
import type { SetAside } from "../../operations/backup/set-aside.ts";
import { beginSession } from "../session.ts";

/** How `restore --delete-set-aside` is called. */
export interface DeleteOptions extends StackOptions {
  readonly yesDeleteSetAside?: string;
}

/** Deletes what restores in place moved aside, after the stack's name was typed. */
export async function deleteWhatIsSetAside(options: DeleteOptions): Promise<number> {
  const session = beginSession("restore", options);
  const { terminal, stack, clock } = session;
  const deleted = await deleteSetAside(session, async (found) => {
    terminal.note(["This is deleted for good:", ...found.map((each) => showSetAside(each, clock.now()))].join("\n"));
    await confirm(session, options);
  });
  const document = { version: 1, stack, deleted };
  terminal.result(options.json ? JSON.stringify(document) : showDeleted(deleted));
  return 0;
}

/** One folder, where it lies, since when and how large. */
function showSetAside({ name, since, services, bytes }: SetAside, now: Date): string {
  const size = bytes === null ? "" : `, ${formatBytes(bytes)}`;
  return `  ${name}  (${services.join(" and ")}${size}, ${formatAge(now.getTime() - Date.parse(since))} old)`;
}

function showDeleted(deleted: readonly SetAside[]): string {
  return deleted.length === 0
    ? "Nothing is set aside: there is nothing to delete."
    : `Deleted: ${deleted.map(({ name }) => name).join(", ")}.`;
}

/** Deletion is for good: the stack's name is typed. */
async function confirm({ terminal, stack }: Session, { yesDeleteSetAside }: DeleteOptions): Promise<void> {
  const flag = `--yes-delete-set-aside ${stack}`;
  const question = `Type the stack's name, ${stack}, to delete this permanently:`;
  const typed = yesDeleteSetAside ?? (await terminal.text(question, { flag }));
  if (typed === stack) return;
  throw new Refusal(`\`${typed}\` is not \`${stack}\`, so nothing was deleted`, {
    next: `Type the name of the stack:  ${onThisStack(`restore ${flag}`, stack)}`,
  });
}
