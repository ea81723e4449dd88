import type { Files } from "../../io/machine/files.ts";
import type { Pulumi } from "../../io/pulumi/pulumi.ts";

/** What storing needs of the world. */
interface StoringWorld {
  readonly files: Pick<Files, "read" | "remove">;
  readonly pulumi: Pick<Pulumi, "setSecret">;
}

/** Puts an issued secret into the stack file, through Pulumi, which encrypts it; then its own file goes. */
export async function storeIssued(
  { key, path }: { readonly key: string; readonly path: string },
  { files, pulumi }: StoringWorld,
): Promise<void> {
  if ((await files.read(path)) === null) return; // a run that was killed had come this far
  await pulumi.setSecret(`chatkeep:${key}`, path);
  await files.remove(path);
}
