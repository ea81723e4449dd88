import type { Files } from "../../io/machine/files.ts";
import type { Pulumi } from "../../io/pulumi/pulumi.ts";

/** What storing needs of the world. */
interface StoringWorld {
  readonly files: Pick<Files, "read" | "remove">;
  readonly pulumi: Pick<Pulumi, "setSecret">;
}

/** The setting that holds Cloudflare's API token, encrypted by Pulumi. */
export const tokenSetting = "chatkeep:cloudflareToken";

/** Puts the token into the stack file, through Pulumi, which encrypts it; then its own file goes. */
export async function storeToken(path: string, { files, pulumi }: StoringWorld): Promise<void> {
  if ((await files.read(path)) === null) return; // a run that was killed had come this far
  await pulumi.setSecret(tokenSetting, path);
  await files.remove(path);
}
