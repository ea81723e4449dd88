import { cp, mkdir, rename, rm, statfs, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import type { SecondEngine } from "./second-engine.ts";

/** A folder that lies on a small file system of its own, until it is disposed of. */
export interface SmallFolder extends AsyncDisposable {
  /** Takes all room but so much. */
  leave(bytes: number): Promise<void>;
}

/** Puts a folder, with all it holds, on a small file system in memory (tmpfs(5)). */
export async function onSmallDisk(folder: string, mebibytes: number): Promise<SmallFolder> {
  const aside = `${folder}.aside`;
  await rename(folder, aside);
  await mkdir(folder);
  await execa("mount", ["-t", "tmpfs", "-o", `size=${mebibytes}m,mode=0700`, "chatkeep-test", folder]);
  await cp(aside, folder, { recursive: true });
  await rm(aside, { recursive: true });
  const ballast = join(folder, "ballast");
  return {
    leave: async (bytes) => {
      await rm(ballast, { force: true });
      const { bavail, bsize } = await statfs(folder);
      await writeFile(ballast, Buffer.alloc(Math.max(0, bavail * bsize - bytes)));
    },
    [Symbol.asyncDispose]: async () => void (await execa("umount", ["--lazy", folder], { reject: false })),
  };
}

/** A small file system of its own under one volume of a second engine. It goes with the engine's folder. */
export interface SmallDisk {
  /** Where it is mounted. */
  readonly path: string;
  /** Takes every byte that is left. */
  fill(): Promise<void>;
  /** Gives back what `fill` took. */
  makeRoom(): Promise<void>;
  /** Takes it from below the volume, which the engine cannot remove otherwise. */
  unmount(): Promise<void>;
}

/**
 * Mounts a loop device where the engine will put a volume's data. The volume must not be there yet: the engine then takes the
 * folder it finds.
 */
export async function smallDisk({ folder }: SecondEngine, volume: string, mebibytes: number): Promise<SmallDisk> {
  const path = join(folder, "data", "volumes", volume, "_data");
  const image = join(folder, `${volume}.img`);
  await mkdir(path, { recursive: true });
  await writeFile(image, "");
  await truncate(image, mebibytes * 1024 * 1024);
  await execa("mkfs.ext4", ["-q", "-m", "0", image]);
  await execa("mount", ["-o", "loop", image, path]);
  const ballast = join(path, "ballast");
  return {
    path,
    fill: async () => {
      const { bavail, bsize } = await statfs(path);
      // Most of it at once, without writing it (fallocate(1)); the file system needs some for its own notes.
      await execa("fallocate", ["--length", `${Math.floor(bavail * bsize * 0.9)}`, ballast], { reject: false });
      // Writing until there is no more room ends with an error: that is what it is for.
      await execa("dd", ["if=/dev/zero", `of=${ballast}`, "bs=1M", "oflag=append", "conv=notrunc"], { reject: false });
      await execa("dd", ["if=/dev/zero", `of=${ballast}`, "bs=4k", "oflag=append", "conv=notrunc"], { reject: false });
      await execa("sync", ["-f", path]);
    },
    makeRoom: () => rm(ballast, { force: true }),
    unmount: async () => void (await execa("umount", ["--lazy", path], { reject: false })),
  };
}
