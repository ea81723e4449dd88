import { createHash } from "node:crypto";
import type { ByService, Plan } from "../plan/plan.ts";
import { byService } from "../plan/services/by-service.ts";
import type { File, RenderedFiles, SecretFile, SecretFiles } from "./files.ts";
import { renderFacts } from "./services/backup.ts";
import { renderManifest } from "./services/manifest.ts";

/** The name of a configuration: of each service's own files, and of the whole. */
export interface Digests {
  readonly services: ByService<string>;
  readonly whole: string;
  /** What the installer is told: where everything goes, and the public name of the master key. */
  readonly installer: readonly File[];
  /** What backups are told of the other services, whose configurations have names only now; none where there are no backups. */
  readonly backup: readonly File[];
}

/**
 * Names a configuration after its content. Secrets themselves are not part of it: the master key's id, the epochs, the names of
 * their files and the marks of issued secrets stand for them, so a digest reveals nothing about them.
 */
export function digestFiles(plan: Plan, files: RenderedFiles, secretFiles: SecretFiles, masterKeyId: string): Digests {
  const nameOf = (name: string, more: readonly File[] = []) =>
    [name, digest(contentsOf(name, more, plan, files, secretFiles[name] ?? [], masterKeyId))] as const;
  const others = Object.keys(files.services)
    .filter((name) => name !== "backup")
    .map((name) => nameOf(name));
  const keyIds = { masterKey: masterKeyId, signingKey: secretFiles.synapse.find(({ keyId }) => keyId)?.keyId ?? "" };
  const backup = plan.backup === null ? [] : [renderFacts(plan, keyIds, Object.fromEntries(others))];
  const services = byService(plan.backup === null ? others : [...others, nameOf("backup", backup)]);
  const installer = [
    { path: "manifest", text: renderManifest(plan, services) },
    { path: "key-id", text: masterKeyId },
  ];
  const whole = digest([services, [...files.installer, ...installer].map(pair), plan.installer.image]);
  return { services, whole, installer, backup };
}

/** What a service's configuration is made of; nothing where it is not there. */
function contentsOf(
  name: string,
  more: readonly File[],
  { services, epochs }: Plan,
  files: RenderedFiles,
  secretFiles: readonly SecretFile[],
  masterKeyId: string,
): readonly unknown[] {
  const { trustsAuthorities = false, secretPurposes = [] } = services[name] ?? {};
  const secretNames = secretFiles.map(({ path, mark }) => (mark === undefined ? path : [path, mark]));
  const generations = secretPurposes.map((purpose) => epochs[purpose] ?? 0);
  return [
    [...(files.services[name] ?? []), ...more].map(pair),
    trustsAuthorities ? authoritiesOf(files) : [],
    secretNames.length === 0 ? [] : [masterKeyId, generations, secretNames],
  ];
}

function authoritiesOf({ installer }: RenderedFiles): readonly string[] {
  return installer.filter(({ path }) => path === "trusted-authorities.pem").map(({ text }) => text);
}

function pair({ path, text }: File): readonly [string, string] {
  return [path, text];
}

function digest(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 12);
}
