import { Refusal } from "../../../errors.ts";
import { fieldsOf, parseJson } from "../../../kinds/json.ts";
import { onThisStack, type Session } from "../../session.ts";
import type { ReachedEngine } from "../../stack/engine.ts";
import { fillerName, volumesOf } from "./volumes.ts";

/** A restore of this machine that did not come to its end. */
export interface BegunRestore {
  readonly archive: string;
  /** `filling`: its volumes may be half full. `filled`: only `up` is left. */
  readonly stage: "filling" | "filled";
}

/** Which restore was begun here; null for none. */
export async function begunRestore({ files, paths }: Pick<Session, "files" | "paths">): Promise<BegunRestore | null> {
  const { version, archive, stage } = fieldsOf(parseJson((await files.read(paths.restoring)) ?? ""));
  const isStage = stage === "filling" || stage === "filled";
  return version === 1 && typeof archive === "string" && isStage ? { archive, stage } : null;
}

/** Writes down how far a restore is. */
export async function rememberRestore({ files, paths }: Session, begun: BegunRestore): Promise<void> {
  await files.write(paths.restoring, JSON.stringify({ version: 1, ...begun }), 0o600);
}

/** Refuses a target that has anything of the stack, here or on the engine, but for what a restore of this machine left that was killed. */
export async function refuseOccupied(session: Session, engine: ReachedEngine): Promise<void> {
  const begun = await begunRestore(session);
  if (begun?.stage === "filled") return;
  const found = await occupants(session, engine);
  const others = begun === null ? found : found.filter((name) => !leftNames(session.stack).includes(name));
  if (others.length > 0) throw occupied(session, others);
}

/** Refuses another archive where the volumes are full: `up` may have served from them since. */
export function refuseAnother({ stack }: Pick<Session, "stack">, begun: string, wanted: string | null): void {
  if (wanted === null || begun.startsWith(wanted)) return;
  throw new Refusal(
    `The volumes of the stack ${stack} are full already, from the archive ${begun}: that restore did not end`,
    {
      next: [
        `To finish it, run the same command with  --archive ${begun}`,
        `To restore another archive, delete what is there first:  ${onThisStack("destroy --delete-data", stack)}`,
      ].join("\n"),
    },
  );
}

/** What a restore makes until its volumes are full. */
function leftNames(stack: string): readonly string[] {
  return [fillerName(stack), ...Object.values(volumesOf(stack)).map(({ name }) => name)];
}

async function occupants({ files, paths }: Session, { stack }: ReachedEngine): Promise<readonly string[]> {
  const { containers, networks, volumes } = await stack.observe();
  const here = [paths.stackFile, paths.roster, paths.checkpoint, paths.passphrase, paths.pendingKey];
  const there = await Promise.all(here.map(async (path) => ((await files.has(path)) ? [path] : [])));
  return [...there.flat(), ...[...containers, ...networks, ...volumes].map(({ name }) => name)];
}

function occupied({ stack, paths }: Session, found: readonly string[]): Refusal {
  const shown = found.length > 4 ? [...found.slice(0, 3), `and ${found.length - 3} more`] : found;
  const settings = [paths.stackFile, paths.roster];
  const onlySettings = found.every((name) => settings.includes(name));
  return new Refusal(`There is something of the stack ${stack} already: ${shown.join(", ")}. Nothing was changed`, {
    next: onlySettings ? moveAway(found) : whereServer(stack),
  });
}

/** What is left where `destroy` deleted a server with its data. */
function moveAway(files: readonly string[]): string {
  const them = files.length === 1 ? "this file" : "these files";
  return `There is no server on this engine. Move ${them} away, then run the same command again: the archive holds the settings of its server.`;
}

function whereServer(stack: string): string {
  return [
    `To set its data back to an archive, with the data that is there moved aside:  ${onThisStack("restore --in-place", stack)}`,
    `If it is of no use to anyone, delete it first:  ${onThisStack("destroy --delete-data", stack)}`,
    "Else restore on another engine (DOCKER_HOST) and in another checkout.",
  ].join("\n");
}

/** Removes the volumes that a killed restore made. Nothing was ever served from them: what else is there of the stack was refused before. */
export async function clearEarlierTry(session: Session, { stack, client }: ReachedEngine): Promise<void> {
  if ((await begunRestore(session)) === null) return;
  const { removeFiller } = await import("../../../io/repository/filler.ts");
  await removeFiller(client, fillerName(session.stack));
  for (const { name } of Object.values(volumesOf(session.stack))) await stack.removeVolume(name);
}
