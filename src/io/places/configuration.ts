import { buffer } from "node:stream/consumers";
import type Docker from "dockerode";
import { tarEntries } from "../tar-entries.ts";

/** A file of the configuration volume as the engine has it. */
export interface PlacedFile {
  /** Below the volume: SERVICE/DIGEST/NAME. */
  readonly path: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly text: string;
}

/** Every file in the configuration volume, the secret ones too, by a container that has it at `/cfg`, running or not. */
export async function configurationFiles(engine: Docker, container: string): Promise<readonly PlacedFile[]> {
  const archive = await buffer(await engine.getContainer(container).getArchive({ path: "/cfg" }));
  return [...tarEntries(archive)]
    .filter(({ isFolder }) => !isFolder)
    .map(({ path, mode, uid, gid, content }) => {
      return { path: path.replace(/^cfg\//, ""), mode, uid, gid, text: content.toString("latin1") };
    });
}
