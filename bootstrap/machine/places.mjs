import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Where things live: the checkout, its git-ignored folder, and the cache every checkout of this user shares (XDG base directories). */
export function placesOf(environment, checkout = fileURLToPath(new URL("../..", import.meta.url))) {
  const caches = environment.XDG_CACHE_HOME || join(homedir(), ".cache");
  const [cache, local] = [join(caches, "chatkeep"), join(checkout, ".chatkeep")];
  return { checkout, cache, local, bin: join(local, "bin"), toolchain: join(local, "toolchain.json") };
}
