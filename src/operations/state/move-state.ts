import type { Files } from "../../io/machine/files.ts";
import type { StackPaths } from "../../io/machine/paths.ts";

/** Something that gets another place. */
export interface Move {
  readonly from: string;
  readonly to: string;
}

/** What of a stack still lies where it was kept at first, by its paths. */
export interface EarlierState {
  /** What is in the stack's folder of then. */
  readonly own: readonly string[];
  /** What of Pulumi's is in the folder that all stacks shared. */
  readonly pulumis: readonly string[];
  /** Whether the stack has its folder of now. */
  readonly isSettled: boolean;
  /** Whether a move that was killed has begun to gather it. */
  readonly isBegun: boolean;
}

/** A stack's paths of now and of then. */
export interface Places {
  readonly paths: StackPaths;
  readonly earlier: StackPaths;
}

/**
 * How a stack's state comes to its place: what Pulumi kept of it beside that of other stacks goes into the stack's folder, which then
 * gets its new name as a whole. So the next command finishes a move that was killed, and until then no command uses half of the state.
 */
export function decideMove(places: Places, { own, pulumis, isSettled, isBegun }: EarlierState): readonly Move[] {
  const { paths, earlier } = places;
  const folder = isSettled ? paths.stateFolder : gatheringFolder(places);
  const gathered = pulumis.map((from) => ({ from, to: `${folder}/pulumi${from.slice(earlier.backend.length)}` }));
  if (isSettled) return gathered;
  const beside = folder === earlier.stateFolder ? [] : own;
  const moved = beside.map((from) => ({ from, to: `${folder}${from.slice(earlier.stateFolder.length)}` }));
  if (own.length === 0 && pulumis.length === 0 && !isBegun) return [];
  return [...gathered, ...moved, { from: folder, to: paths.stateFolder }];
}

/** The folder of a stack called `pulumi` was also the folder of all stacks' state: the stack's own files are moved first. No stack name has a dot. */
function gatheringFolder({ paths, earlier }: Places): string {
  return earlier.stateFolder === earlier.backend ? `${paths.stateFolder}.moving` : earlier.stateFolder;
}

/** Finds what must be moved; nothing if Pulumi's state is in its place. */
export async function observeEarlier(files: Pick<Files, "has" | "list">, places: Places): Promise<EarlierState> {
  const { paths, earlier } = places;
  if (await files.has(paths.checkpoint)) return { own: [], pulumis: [], isSettled: true, isBegun: false };
  const isOwn = (path: string) => path !== `${earlier.backend}/.pulumi` && !path.startsWith(earlier.running);
  return {
    own: (await files.list(earlier.stateFolder)).filter(isOwn),
    pulumis: await pulumisOf(files, places),
    isSettled: await files.has(paths.stateFolder),
    isBegun: await files.has(`${paths.stateFolder}.moving`),
  };
}

/** A checkpoint has its backup and both their attributes beside it. */
async function pulumisOf(files: Pick<Files, "has" | "list">, { earlier }: Places): Promise<readonly string[]> {
  const { backend, stateFolder, checkpoint, backups, history, locks } = earlier;
  if (backend.startsWith(`${stateFolder}/`)) return [];
  const stacks = checkpoint.slice(0, checkpoint.lastIndexOf("/"));
  const checkpoints = (await files.list(stacks)).filter((path) => path.startsWith(checkpoint));
  const folders = [backups, history, locks];
  const found = await Promise.all(folders.map(async (path) => ((await files.has(path)) ? [path] : [])));
  return [...checkpoints, ...found.flat()];
}

/** Moves what was decided on. Pulumi takes a folder without its file of the format for one of an older kind. */
export async function moveState(
  files: Pick<Files, "list" | "read" | "write" | "move" | "remove">,
  { earlier }: Places,
  moves: readonly Move[],
): Promise<void> {
  const meta = `${earlier.backend}/.pulumi/meta.yaml`;
  const inside = moves.find(({ from }) => from.startsWith(`${earlier.backend}/.pulumi/`));
  if (inside !== undefined) await copyFormat(files, meta, inside.to.slice(0, inside.to.indexOf("/.pulumi/")));
  for (const { from, to } of moves) await files.move(from, to);
}

/** What a killed move was writing of it is removed. */
async function copyFormat(
  files: Pick<Files, "list" | "read" | "write" | "remove">,
  meta: string,
  backend: string,
): Promise<void> {
  const format = await files.read(meta);
  if (format === null) return;
  const copy = `${backend}/.pulumi/meta.yaml`;
  for (const path of await files.list(`${backend}/.pulumi`))
    if (path.startsWith(`${copy}.`) && path.endsWith(".part")) await files.remove(path);
  await files.write(copy, format, 0o600);
}
