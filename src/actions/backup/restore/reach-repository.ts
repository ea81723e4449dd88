import { SettingsError } from "../../../errors.ts";
import { readTemplates } from "../../../io/machine/program-files.ts";
import type { MasterKey } from "../../../keys/master-key.ts";
import { repositoryPassword } from "../../../keys/secrets.ts";
import type { Secret } from "../../../kinds/secret.ts";
import type { Plan } from "../../../plan/plan.ts";
import { templateAt } from "../../../render/fill.ts";
import { repositoryFiles } from "../../../render/services/backup.ts";
import { backupCredential } from "../../../settings/issued-secrets.ts";
import { plainSettings } from "../../../settings/yaml/settings-source.ts";
import { givenOrTyped } from "../../issued-secrets.ts";
import type { Session } from "../../session.ts";
import type { ReachedEngine } from "../../stack/engine.ts";
import { understand } from "../../stack/settings.ts";
import { hasOfficialImages, imageSourceFor } from "../../stack/sources.ts";
import type { RepositoryFiles, RepositoryPlace } from "./repository-place.ts";

/** Where a repository is, as a person writes it where there is no stack file; each is a setting of chatkeep:backup, and the last one chatkeep:trustedAuthorities. */
export interface RepositoryFlags {
  readonly repository: string;
  readonly user?: string;
  readonly accessKey?: string;
  readonly hostKeysFile?: string;
  readonly trustedAuthoritiesFile?: string;
}

/** A repository that can be opened, and the image that does it. */
export interface ReachedRepository {
  readonly repository: RepositoryPlace;
  readonly image: string;
}

/** Reads where a repository is with the rules of the settings, and takes what signs in there: from the file that is named, or typed. */
export async function reachRepository(
  session: Session,
  { client }: ReachedEngine,
  key: MasterKey,
  flags: RepositoryFlags,
): Promise<ReachedRepository> {
  const imageSource = imageSourceFor(await hasOfficialImages(client));
  const { settings, plan } = understand(session, plainSettings(await valuesFor(session, flags, imageSource)));
  const { backup, services, proxy } = plan;
  const service = services.backup;
  if (backup === null || service === undefined) throw new Error("a repository was named, and no backup is planned");
  const isSignedIn = backupCredential.isNeeded(settings);
  const credential = isSignedIn ? await givenOrTyped(session, backupCredential, flags) : null;
  return {
    image: service.image,
    repository: {
      files: openingFiles(openingPlaces(backup, proxy), repositoryPassword(key), credential),
      folder: backup.repository.kind === "folder" ? backup.repository.path : null,
      network: null,
    },
  };
}

/** Where a repository is, and which authorities of its own are trusted there. */
export function openingPlaces(
  backup: Parameters<typeof repositoryFiles>[0],
  { trustedAuthorities }: Pick<Plan["proxy"], "trustedAuthorities">,
): RepositoryFiles {
  const trusted = [{ path: "trusted-authorities.pem", text: trustedAuthorities.join("\n") }];
  return [...repositoryFiles(backup), ...(trustedAuthorities.length === 0 ? [] : trusted)];
}

/** All that restic.sh reads beside itself, with the script. */
export function openingFiles(files: RepositoryFiles, password: Secret, credential: Secret | null): RepositoryFiles {
  return [
    { path: "restic.sh", text: templateAt(readTemplates(), "backup/restic.sh") },
    ...files,
    { path: "repository-password", text: password },
    ...(credential === null ? [] : [{ path: "credential", text: credential }]),
  ];
}

/** Of a server that is not known yet, only where its backups are counts. */
async function valuesFor(session: Session, flags: RepositoryFlags, imageSource: string) {
  const { repository, user, accessKey, hostKeysFile, trustedAuthoritiesFile } = flags;
  const hostKeys = hostKeysFile === undefined ? [] : await hostKeysIn(session, hostKeysFile);
  const trusted = trustedAuthoritiesFile === undefined ? null : await authoritiesIn(session, trustedAuthoritiesFile);
  return {
    serverName: "restored.test",
    hostName: "localhost",
    tls: "internal",
    imageSource,
    ...(trusted === null ? {} : { trustedAuthorities: trusted }),
    backup: {
      repository,
      hostKeys,
      ...(user === undefined ? {} : { user }),
      ...(accessKey === undefined ? {} : { accessKey }),
    },
  };
}

async function hostKeysIn({ files }: Session, file: string): Promise<readonly string[]> {
  const text = await files.read(file);
  const lines = (text ?? "").split("\n").filter((line) => line.trim() !== "" && !line.startsWith("#"));
  if (lines.length > 0) return lines;
  const found = text === null ? "the file does not exist" : "the file holds no host key";
  const write = "Write the path of a file with what ssh-keyscan prints for that server.";
  throw new SettingsError([{ file, line: null, key: "--host-keys-file", found, write }]);
}

async function authoritiesIn({ files }: Session, file: string): Promise<string> {
  const text = await files.read(file);
  if (text !== null) return text;
  const write = "Write the path of a file with the authority's certificate in PEM.";
  const found = "the file does not exist";
  throw new SettingsError([{ file, line: null, key: "--trusted-authorities-file", found, write }]);
}
