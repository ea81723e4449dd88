import { basename } from "node:path";
import { removeFromEngine, stacksOn } from "../../io/docker/stack-removal.ts";
import { earlierPathsOf, pathsOf } from "../../io/machine/paths.ts";
import { isAbandoned, throwawayKind } from "../../io/machine/throwaway-names.ts";
import { endOrphan } from "../../operations/lock/orphans.ts";
import type { Session } from "../session.ts";
import type { ReachedEngine } from "../stack/engine.ts";

type Engine = Pick<ReachedEngine, "client">;

/** Removes a throwaway stack with everything of it: the processes at work on it, what the engine has, its settings and its state. */
export async function removeThrowaway(session: Session, { client }: Engine, stack: string): Promise<void> {
  const atWork = await session.processes.ofRun(stack);
  await Promise.all(atWork.map(({ pid }) => endOrphan(pid, session)));
  // The engine may still be making what they asked for.
  await removeFromEngine(client, stack, { quietMilliseconds: atWork.length === 0 ? 0 : 1_000 });
  const { stackFile, stateFolder } = pathsOf(stack, session.environment);
  await session.files.remove(stackFile);
  await session.files.remove(stateFolder);
  await session.files.remove(earlierPathsOf(stack, session.environment).stateFolder);
}

/** Removes the throwaway stacks of processes that were killed, and gives their names. */
export async function sweepThrowaways(session: Session, engine: Engine): Promise<readonly string[]> {
  const { host, processes } = session;
  const onDisk = await namesOnDisk(session);
  const names = [...new Set([...(await stacksOn(engine.client)), ...onDisk])];
  const judged = await Promise.all(names.map((name) => isAbandoned(name, host, processes)));
  const left = names.filter((_, index) => judged[index]);
  for (const name of left) await removeThrowaway(session, engine, name);
  return left;
}

/** The throwaway stacks that have settings in this checkout. */
async function namesOnDisk({ files, paths }: Session): Promise<readonly string[]> {
  const found = (await files.list(paths.stackFolder)).map(
    (path) => /^Pulumi\.(.+)\.yaml$/.exec(basename(path))?.[1] ?? "",
  );
  return found.filter((name) => throwawayKind(name) !== null);
}
