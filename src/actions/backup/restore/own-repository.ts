import { Refusal } from "../../../errors.ts";
import type { MasterKey } from "../../../keys/master-key.ts";
import { repositoryPassword } from "../../../keys/secrets.ts";
import { Secret } from "../../../kinds/secret.ts";
import { backupDefinition } from "../../../plan/services/backup.ts";
import { backupCredential } from "../../../settings/issued-secrets.ts";
import { storedStack } from "../../recovery/stored-key.ts";
import type { Session } from "../../session.ts";
import { secretInStackFile } from "../../stack/encrypted-values.ts";
import type { Settled } from "../../stack/settings.ts";
import { openingFiles, openingPlaces, type ReachedRepository } from "./reach-repository.ts";

/** The repository of a stack that this machine has the settings and the key of. */
export async function ownRepository(
  session: Session,
  { settings, plan }: Settled,
): Promise<ReachedRepository & { readonly key: MasterKey }> {
  const { backup, services, proxy } = plan;
  if (backup === null || services.backup === undefined)
    throw new Refusal("This server has no backups", { next: `${backupDefinition.optional?.howToHaveIt}.` });
  const { key, stackFile } = await storedStack(session);
  const passphrase = new Secret((await session.files.read(session.paths.passphrase)) ?? "");
  const credential = backupCredential.isNeeded(settings)
    ? await secretInStackFile(stackFile, backupCredential.key, passphrase)
    : null;
  return {
    key,
    image: services.backup.image,
    repository: {
      files: openingFiles(openingPlaces(backup, proxy), repositoryPassword(key), credential),
      folder: backup.repository.kind === "folder" ? backup.repository.path : null,
      network: null,
    },
  };
}
