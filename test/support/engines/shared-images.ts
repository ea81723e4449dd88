import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type Docker from "dockerode";
import { execa } from "execa";
import { engineOf } from "../stack/engine.ts";

/** Where an engine keeps unpacked layers, and what it knows of images (docs.docker.com, "OverlayFS storage driver"). */
const [layersFolder, knowledge] = ["overlay2", join("image", "overlay2")];

/**
 * Gives an engine that is not started yet images of this machine's engine: each file of their layers gets a second name on its disk,
 * because no engine ever writes to one again. False where that cannot be done, such as with another disk or storage driver.
 */
export async function shareImages(images: readonly string[], disk: string): Promise<boolean> {
  const engine = engineOf({ dockerHost: null });
  const { Driver, DockerRootDir: root } = await engine.info();
  if (Driver !== "overlay2") return false;
  const found = await Promise.all(images.map((image) => engine.getImage(image).inspect()));
  const layers = new Set(found.flatMap(layersOf));
  const notes = await notesOn(root, layers);
  if (notes === null || !(await giveSecondNames(root, layers, disk))) return false;
  const known = [...notes, ...(await chainsOf(root, layers)), ...found.map(({ Id }) => imageFile(Id))];
  await execa("cp", ["--archive", "--parents", ...known, disk], { cwd: root });
  await writeFile(join(disk, knowledge, "repositories.json"), JSON.stringify({ Repositories: namesOf(found) }));
  return true;
}

/** The folders of an image's layers. */
function layersOf({ GraphDriver }: Docker.ImageInspectInfo): readonly string[] {
  const { LowerDir = "", UpperDir = "" } = GraphDriver.Data as Readonly<Record<string, string>>;
  return [...LowerDir.split(":"), UpperDir].filter(Boolean).map((path) => basename(dirname(path)));
}

/** What an engine notes beside each layer's files, and writes again; null where its disk is not on this machine. */
async function notesOn(root: string, layers: ReadonlySet<string>): Promise<readonly string[] | null> {
  const notesOf = async (layer: string) => {
    const beside = (await readdir(join(root, layersFolder, layer))).filter(
      (name) => !["diff", "merged"].includes(name),
    );
    const shortName = await readFile(join(root, layersFolder, layer, "link"), "utf8");
    return [...beside.map((name) => join(layersFolder, layer, name)), join(layersFolder, "l", shortName)];
  };
  try {
    return (await Promise.all([...layers].map(notesOf))).flat();
  } catch {
    return null;
  }
}

/**
 * By cp(1), in a view of the file system that has no mounts in it: an engine mounts its own folders again, and a file can have
 * names on one mount alone (link(2)).
 */
async function giveSecondNames(root: string, layers: ReadonlySet<string>, disk: string): Promise<boolean> {
  const paths = [...layers].map((layer) => join(layersFolder, layer, "diff"));
  const view = `${disk}-view`;
  await mkdir(view);
  const script = `mount --bind / "$0"; cd "$0$1"; to=$0$2; shift 2; exec cp --archive --link --parents "$@" "$to"`;
  const words = ["--mount", "sh", "-ec", script, view, root, disk, ...paths];
  const { exitCode } = await execa("unshare", words, { reject: false });
  return exitCode === 0;
}

/** What an engine knows of these layers, by the chain of those that each stands on. */
async function chainsOf(root: string, layers: ReadonlySet<string>): Promise<readonly string[]> {
  const chains = join(knowledge, "layerdb", "sha256");
  const known = (await readdir(join(root, chains))).map((name) => join(chains, name));
  const areOurs = await Promise.all(
    known.map(async (chain) => layers.has(await readFile(join(root, chain, "cache-id"), "utf8"))),
  );
  return known.filter((_, index) => areOurs[index]);
}

/** Where an engine keeps what an image is made of, by its id. */
function imageFile(id: string): string {
  return join(knowledge, "imagedb", "content", ...id.split(":"));
}

/** Which image each name stands for, by the part of the name before its tag. */
function namesOf(images: readonly Docker.ImageInspectInfo[]): Readonly<Record<string, Record<string, string>>> {
  const names: Record<string, Record<string, string>> = {};
  for (const { Id, RepoTags } of images) {
    for (const name of RepoTags) {
      const repository = name.slice(0, name.lastIndexOf(":"));
      names[repository] = { ...names[repository], [name]: Id };
    }
  }
  return names;
}
