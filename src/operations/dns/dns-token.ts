import type { World } from "../steps/world.ts";

/** The setting that holds Cloudflare's API token, encrypted by Pulumi. */
export const tokenSetting = "chatkeep:cloudflareToken";

/** Puts the token into the stack file, through Pulumi, which encrypts it; then its own file goes. */
export async function storeToken(path: string, { files, pulumi }: Pick<World, "files" | "pulumi">): Promise<void> {
  if ((await files.read(path)) === null) return; // a run that was killed had come this far
  await pulumi.setSecret(tokenSetting, path);
  await files.remove(path);
}
