import { Refusal } from "../../../errors.ts";
import { fieldsOf, parseJson } from "../../../kinds/json.ts";
import { onThisStack, type Session } from "../../session.ts";
import type { ReachedEngine } from "../../stack/engine.ts";
import { fillerName, volumesOf } from "./volumes.ts";

/** Refuses a target that has anything of the stack, here or on the engine, but for what a restore of this machine left that was killed. */
export async function refuseOccupied(session: Session, engine: ReachedEngine): Promise<void> {
  if (await wasBegun(session)) return;
  const found = await occupants(session, engine);
  if (found.length === 0) return;
  const { stack } = session;
  const shown = found.length > 4 ? [...found.slice(0, 3), `and ${found.length - 3} more`] : found;
  throw new Refusal(`There is something of the stack ${stack} already: ${shown.join(", ")}. Nothing was changed`, {
    next: [
      `To set its data back to an archive, with the data that is there moved aside:  ${onThisStack("restore --in-place", stack)}`,
      `If it is of no use to anyone, delete it first:  ${onThisStack("destroy --delete-data", stack)}`,
      "Else restore on another engine (DOCKER_HOST) and in another checkout.",
    ].join("\n"),
  });
}

async function occupants({ files, paths }: Session, { stack }: ReachedEngine): Promise<readonly string[]> {
  const { containers, networks, volumes } = await stack.observe();
  const here = [paths.stackFile, paths.roster, paths.checkpoint, paths.passphrase, paths.pendingKey];
  const there = await Promise.all(here.map(async (path) => ((await files.has(path)) ? [path] : [])));
  return [...there.flat(), ...[...containers, ...networks, ...volumes].map(({ name }) => name)];
}

/** Whether a restore was begun here and did not come to its end: what is there is that one's. */
async function wasBegun({ files, paths }: Session): Promise<boolean> {
  return (await files.read(paths.restoring)) !== null;
}

/** Writes down that a restore is under way: until it is done, what it makes may be removed by the next. */
export async function rememberTry({ files, paths }: Session, archive: string): Promise<void> {
  await files.write(paths.restoring, JSON.stringify({ version: 1, archive }), 0o600);
}

/** Removes the volumes that a killed restore made. Nothing was ever served from them. */
export async function clearEarlierTry(session: Session, { stack, client }: ReachedEngine): Promise<void> {
  const { files, paths } = session;
  const { version } = fieldsOf(parseJson((await files.read(paths.restoring)) ?? ""));
  if (version !== 1) return;
  const { removeFiller } = await import("../../../io/repository/filler.ts");
  await removeFiller(client, fillerName(session.stack));
  for (const { name } of Object.values(volumesOf(session.stack))) await stack.removeVolume(name);
}
