import { Refusal, VaultError } from "../../../errors.ts";
import type { Snapshot } from "../../../io/repository/repository.ts";

/** An archive that has all its parts, as the repository lists it. */
export interface WholeArchive {
  readonly id: string;
  readonly stack: string;
  /** When it was finished. */
  readonly time: string;
  /** The snapshot that holds its manifest. */
  readonly manifest: string;
}

/** The whole archives among snapshots, oldest first: those that have a manifest, which is written last. */
export function wholeArchives(snapshots: readonly Snapshot[]): readonly WholeArchive[] {
  const found = snapshots.flatMap(({ id, time, tags }) => {
    const [stack, archive, part] = ["stack", "archive", "part"].map((name) => tagOf(tags, name));
    return stack && archive && part === "manifest" ? [{ id: archive, stack, time, manifest: id }] : [];
  });
  return found.toSorted((one, other) => one.time.localeCompare(other.time));
}

function tagOf(tags: readonly string[], name: string): string | undefined {
  return tags.find((tag) => tag.startsWith(`${name}=`))?.slice(name.length + 1);
}

/** The archive that is asked for by its id, or by the beginning of it; the newest of the stack where none is. */
export function chooseArchive(
  archives: readonly WholeArchive[],
  { stack, id }: { readonly stack: string; readonly id: string | null },
): WholeArchive {
  const own = archives.filter((each) => each.stack === stack);
  const newest = own.at(-1);
  if (newest === undefined) throw noneOf(stack, archives);
  if (id === null) return newest;
  const named = own.filter((each) => each.id.startsWith(id));
  const [only] = named;
  if (only !== undefined && named.length === 1) return only;
  throw new Refusal(
    named.length === 0
      ? `The repository has no archive ${id} of the stack ${stack}`
      : `${named.length} archives begin with ${id}`,
    {
      next: `Its newest: ${own
        .slice(-5)
        .map((each) => each.id)
        .join(", ")}. All of them:  npx chatkeep restore --list --stack ${stack}`,
    },
  );
}

/** That a repository has no archive of a stack, and of which it has. */
export function noneOf(stack: string, archives: readonly WholeArchive[]): VaultError {
  const others = [...new Set(archives.map((each) => each.stack))];
  return others.length === 0
    ? new VaultError("The repository opens, and has no whole archive", {
        next: "Compare its address with the one in the stack file: an empty repository may lie beside the right one.",
      })
    : new VaultError(`The repository has no archive of a stack ${stack}, but of ${others.join(", ")}`, {
        next: `Name the stack that you want back:  --stack ${others[0]}`,
      });
}
