import type { Contents } from "../../operations/upgrade/contents.ts";
import type { UpgradeWorld } from "../../operations/upgrade/steps.ts";
import { type LookedVolume, noteText, parseVolume } from "../../operations/upgrade/volume.ts";
import type { Session } from "../session.ts";
import { endDump } from "./data.ts";
import type { UpgradeFiller } from "./filler.ts";
import type { Means } from "./gather.ts";

/** What is done with the clusters' folders in the volume. */
export interface Folders
  extends Pick<UpgradeWorld, "buildCluster" | "switchTo" | "finishSwitch" | "putBack" | "remove"> {
  look(): Promise<LookedVolume>;
}

/** What they are worked on with. */
interface FolderNeeds extends Pick<UpgradeFiller, "run" | "end"> {
  readonly session: Session;
  readonly means: Means;
  readonly neededBytes: number;
  /** What was dumped holds. */
  readonly contents: () => Promise<Pick<Contents, "newestEvent">>;
}

/** It is done in a container beside Postgres; `end` ends all that runs there. */
export function foldersOf({ session, means, neededBytes, run, end, contents }: FolderNeeds): Folders {
  return {
    look: async () => parseVolume(await run("look.sh", [])),
    buildCluster: async (folder) => void (await run("prepare.sh", [folder, String(neededBytes)])),
    switchTo: async (aside) => {
      const { newestEvent } = await contents();
      const at = session.clock.now().toISOString();
      await run("switch.sh", [aside], noteText(means.settled.settings.postgresVersion, { at, newestEvent }));
    },
    finishSwitch: async (aside) => void (await run("finish.sh", [aside])),
    putBack: async ({ major, folders, kept }) => {
      await end(); // whatever Postgres it ran writes no more
      await run("put-back.sh", [String(major), kept ?? "", ...folders]);
    },
    remove: async (folders) => {
      await endDump(means);
      await run("remove.sh", folders);
    },
  };
}
