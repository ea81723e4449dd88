import type Docker from "dockerode";
import { tarEntries } from "../docker/tar-entries.ts";

/** A file of a configuration volume as the engine has it. */
export interface PlacedFile {
  /** SERVICE/DIGEST/NAME. */
  readonly path: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly text: string;
}

/** A service's container, running or not, which has its configuration volume at `/cfg/ROLE`. */
export interface Configured {
  readonly name: string;
  readonly role: string;
}

/** Every file in the services' configuration volumes, the secret ones too. */
export async function configurationFiles(
  engine: Docker,
  services: readonly Configured[],
): Promise<readonly PlacedFile[]> {
  return (await Promise.all(services.map((service) => filesOf(engine, service)))).flat();
}

async function filesOf(engine: Docker, { name, role }: Configured): Promise<readonly PlacedFile[]> {
  const archive = await engine.getContainer(name).getArchive({ path: `/cfg/${role}` });
  return (await tarEntries(archive))
    .filter(({ isFolder }) => !isFolder)
    .map(({ path, mode, uid, gid, content }) => ({ path, mode, uid, gid, text: content.toString("latin1") }));
}
