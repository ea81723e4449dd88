import type { Repository } from "../../../io/repository/repository.ts";
import type { MasterKey } from "../../../keys/master-key.ts";
import { fieldsOf, parseJson } from "../../../kinds/json.ts";
import type { UserId } from "../../../kinds/names.ts";
import type { Bundle } from "../../../operations/backup/bundle/bundle.ts";
import {
  type Erasure,
  erasuresFile,
  erasuresToRepeat,
  mergedErasures,
  parseErasures,
  readErasures,
} from "../../../operations/backup/erasures.ts";
import type { Session } from "../../session.ts";
import { openedBundle } from "../../stack/bundle/seal.ts";
import type { ChosenArchive } from "./chosen-archive.ts";

/** All erasures that the repository knows of a stack, whichever machine recorded them. */
export async function recordedErasures(
  repository: Pick<Repository, "snapshots" | "read">,
  stack: string,
): Promise<readonly Erasure[]> {
  const left = [...(await repository.snapshots([`erasures-of=${stack}`]))];
  const lists: (readonly Erasure[])[] = [];
  // One was made at each offboarding, and to read one takes a second where the target is far.
  const reader = async () => {
    for (let next = left.pop(); next !== undefined; next = left.pop()) {
      const text = (await repository.read(next.id, erasuresFile))?.toString() ?? "";
      lists.push(parseErasures(text)?.erasures ?? []);
    }
  };
  await Promise.all(Array.from({ length: 4 }, reader));
  return mergedErasures(lists);
}

/** What is known of erasures when an archive is restored. */
export interface KnownErasures {
  /** All that there ever were, for this machine's own list. */
  readonly all: readonly Erasure[];
  /** Those from after the archive. */
  readonly later: readonly Erasure[];
}

/** Whose they are. */
export function usersOf(erasures: readonly Erasure[]): readonly UserId[] {
  return erasures.map(({ user }) => user);
}

/** Judges by the newest settings, which know who was let in again, and perhaps an erasure that could not be recorded. */
export async function knownErasures(
  key: MasterKey,
  { manifest, newestBundle, erasures }: Pick<ChosenArchive, "manifest" | "newestBundle" | "erasures">,
): Promise<KnownErasures> {
  const files: Bundle["files"] = newestBundle === null ? {} : (await openedBundle(key, newestBundle)).files;
  const all = mergedErasures([erasures, parseErasures(files.erasures ?? "")?.erasures ?? []]);
  return { all, later: erasuresToRepeat(all, manifest.at, reopenedIn(files.teamRecord ?? "")) };
}

/** The same where the machine that erased is this one. */
export async function knownErasuresHere(
  { files, paths }: Pick<Session, "files" | "paths">,
  { manifest, erasures }: Pick<ChosenArchive, "manifest" | "erasures">,
): Promise<KnownErasures> {
  const all = mergedErasures([erasures, (await readErasures(files, paths.erasures)).erasures]);
  const teamRecord = (await files.read(paths.teamRecord)) ?? "";
  return { all, later: erasuresToRepeat(all, manifest.at, reopenedIn(teamRecord)) };
}

/** When `team apply` made an account, or opened it again, by the team's record; null for never. */
function reopenedIn(teamRecord: string): (user: UserId) => string | null {
  const { members } = fieldsOf(parseJson(teamRecord));
  return (user) => {
    const { made } = fieldsOf(fieldsOf(members)[user]);
    return typeof made === "string" ? made : null;
  };
}
