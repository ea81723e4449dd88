import type { OpenedAt } from "../../../../src/actions/backup/drill/archive-source.ts";
import { openingFiles } from "../../../../src/actions/backup/restore/reach-repository.ts";
import { repositoryPassword } from "../../../../src/keys/secrets.ts";
import { nameOf } from "../../../../src/plan/names.ts";
import { engineOf } from "../../stack/engine.ts";
import { masterKeyOf } from "../../stack/pulumi.ts";
import type { StackRecord } from "../../stack/stack.ts";

/** What opens the archives of a stack whose repository is a folder, with the image that its own container of backups has. */
export async function openedAt(stack: StackRecord & { readonly repository: string }): Promise<OpenedAt> {
  const client = engineOf(stack);
  const key = await masterKeyOf(stack);
  const { Config } = await client.getContainer(nameOf(stack.name, "backup")).inspect();
  const files = openingFiles([{ path: "repository", text: "/repository" }], repositoryPassword(key), null);
  return {
    client,
    image: Config.Image,
    repository: { files, folder: stack.repository, network: null },
    stack: stack.name,
  };
}
