import { StackError } from "../../../errors.ts";
import type { StackEngine } from "../../../io/stack-engine.ts";
import type { SetAside } from "../../../operations/backup/set-aside.ts";
import type { Plan } from "../../../plan/plan.ts";
import { onThisStack, type Session } from "../../session.ts";
import { reachEngine } from "../../stack/engine.ts";
import { settledStack } from "../../stack/settings.ts";
import { withLock } from "../../stack/with-lock.ts";
import { withProgress } from "../../terminal.ts";
import { observeSetAside } from "./observe.ts";

/** Deletes what restores in place moved aside, for good, and says what that was. `confirm` throws where it is not agreed to. */
export async function deleteSetAside(
  session: Session,
  confirm: (found: readonly SetAside[]) => Promise<void>,
): Promise<readonly SetAside[]> {
  const { plan } = await settledStack(session);
  const { stack: engine } = await reachEngine(session);
  return withLock(session, async (_, journal) => {
    const found = (await observeSetAside(engine, plan)).filter(({ by }) => by === "restore");
    if (found.length === 0) return [];
    await confirm(found);
    await journal.record("delete set aside", { folders: found.map(({ name }) => name).join(" ") }, () =>
      withProgress(session.terminal, "deleting", () => deleteAll(session, engine, plan, found)),
    );
    return found;
  });
}

async function deleteAll(
  { stack }: Session,
  engine: StackEngine,
  { services }: Plan,
  found: readonly SetAside[],
): Promise<void> {
  for (const role of ["postgres", "synapse"] as const) {
    const folders = found.filter((each) => each.services.includes(role)).map(({ name }) => name);
    if (folders.length === 0) continue;
    const { name, dataFolder } = services[role];
    const args = ["sh", "-c", 'cd "$1" && shift && rm -rf -- "$@"', "sh", dataFolder, ...folders];
    const { exitCode, stderr } = await engine.execIn(name, args);
    if (exitCode !== 0)
      throw new StackError(`Not all of it could be deleted: ${stderr.trim()}`, {
        next: `Run the same command again:  ${onThisStack("restore --delete-set-aside", stack)}`,
      });
  }
}
