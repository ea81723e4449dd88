import { setAside, type UpgradeFolder } from "../../operations/upgrade/volume.ts";
import type { Session } from "../session.ts";
import { withLock } from "../stack/with-lock.ts";
import { performUntil } from "./performing.ts";
import { settleLeftover } from "./settle.ts";
import { withStackUpgrade } from "./world.ts";

/** Deletes the clusters that were set aside, for good, and says which. `confirm` throws where it is not agreed to. */
export function deleteOldClusters(
  session: Session,
  confirm: (folders: readonly UpgradeFolder[]) => Promise<void>,
): Promise<readonly UpgradeFolder[]> {
  return withLock(session, async (leftovers, journal) => {
    const { means, volume } = await settleLeftover(session, { journal, leftovers, isDry: false });
    const folders = setAside(volume);
    if (folders.length === 0) return [];
    await confirm(folders);
    return withStackUpgrade("deleting", { session, means, journal, leftovers }, async (world) => {
      const names = folders.map(({ name }) => name);
      const failed = await performUntil([{ kind: "remove", folders: names }], world, null);
      if (failed !== null) throw failed.error;
      return folders;
    });
  });
}
