import type Docker from "dockerode";
import { ensureImages } from "../../../../src/io/images/ensure.ts";
import type { LocalImage } from "../../../../src/io/images/local-image.ts";
import { pathsOf } from "../../../../src/io/machine/paths.ts";
import { imageTable } from "../../../../src/plan/images/versions.ts";

/** Real servers to back up to, from Debian's and Go's packages. Raise its number when its recipe beside this file changes. */
export const targetsImage: LocalImage = {
  name: "../test/support/backup/targets/image",
  local: "chatkeep/test-targets:1",
  official: "",
  buildArguments: { GO_VERSION: imageTable.caddy.buildArguments.GO_VERSION ?? "" },
  base: imageTable.base,
};

/** Makes it present on the engine; it is kept in the cache beside the images of stacks. */
export async function makeTargetsImage(engine: Docker): Promise<void> {
  const { cache } = pathsOf("test", process.env);
  await ensureImages(engine, [targetsImage], { cacheFolder: cache, onProgress: ({ text }) => console.log(text) });
}
