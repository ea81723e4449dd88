import { basename } from "node:path";
import { Refusal } from "../../errors.ts";
import type { StackObservation } from "../../io/docker/observations.ts";
import type { Session } from "../session.ts";
import { type ReachedEngine, reachEngine } from "../stack/engine.ts";

/** Refuses to work on a stack of which there is nothing: no settings, no state, nothing on the engine. Nothing is made to find that out. Gives the engine where it had to be reached for it. */
export async function refuseUnknown(session: Session): Promise<ReachedEngine | null> {
  const { files, paths, stack } = session;
  if ((await files.has(paths.stackFile)) || (await files.has(paths.stateFolder))) return null;
  const engine = await reachEngine(session);
  if (!isEmpty(await engine.stack.observe())) return engine;
  const names = (await files.list(paths.stackFolder)).flatMap(nameOf);
  throw new Refusal(
    `The stack ${stack} does not exist: it has no settings (${paths.stackFile}), no state and no resources on the engine`,
    {
      next:
        names.length === 0
          ? "There are no other stacks in this checkout."
          : `Stacks in this checkout: ${names.join(", ")}`,
    },
  );
}

function isEmpty({ containers, networks, volumes }: StackObservation): boolean {
  return containers.length + networks.length + volumes.length === 0;
}

function nameOf(path: string): readonly string[] {
  const name = /^Pulumi\.(.+)\.yaml$/.exec(basename(path))?.[1];
  return name === undefined ? [] : [name];
}
