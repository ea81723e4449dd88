import { type Problem, SettingsError } from "../../errors.ts";
import { noSettings } from "../../operations/keys/key-steps.ts";
import { decidePlan } from "../../plan/decide.ts";
import type { Plan } from "../../plan/plan.ts";
import { isStub } from "../../render/stack-file/stub.ts";
import { carriedPepperKey, type IssuedSecret, issuedSecrets } from "../../settings/issued-secrets.ts";
import { parseSettings } from "../../settings/parse.ts";
import type { Settings } from "../../settings/settings.ts";
import type { SettingsSource } from "../../settings/yaml/settings-source.ts";
import { readStackFile } from "../../settings/yaml/stack-file.ts";
import type { Session } from "../session.ts";
import { refuseUnreadable } from "./encrypted-values.ts";
import { readOwnCertificate } from "./own-certificate.ts";
import { readWrittenSettings, type WrittenSettings } from "./written.ts";

type Disk = Pick<Session, "files" | "paths">;

/** A stack's settings, read and understood. */
export interface Settled {
  readonly settings: Settings;
  readonly plan: Plan;
}

/** The stack file, parsed; null when there is none, when a killed run left it empty, or when Pulumi left nothing but its salt. */
export async function settingsIn(written: WrittenSettings, session: Disk): Promise<SettingsSource | null> {
  const { stackFile: text, stackFileBefore } = written;
  if (text === null || isStub(text) || (text === "" && stackFileBefore !== null)) return null;
  const source = readStackFile(text, session.paths.stackFile);
  await refuseUnreadable(session, source, written);
  return source;
}

/** Who only looks is not kept from it by a mistake in the stack file. */
export async function settingsIfRead(written: WrittenSettings, session: Disk): Promise<SettingsSource | null> {
  try {
    return await settingsIn(written, session);
  } catch (error) {
    if (error instanceof SettingsError) return null;
    throw error;
  }
}

/** The stack file, parsed, of a stack that has to have one. */
export async function settingsOf(written: WrittenSettings, session: Session): Promise<SettingsSource> {
  const source = await settingsIn(written, session);
  if (source === null) throw settingsMissing(session, written);
  return source;
}

/** Understands settings; throws a SettingsError with everything that is wrong in them. The operator's certificate files are not checked, because a running server uses copies. */
export function understand({ stack, clock }: Pick<Session, "stack" | "clock">, source: SettingsSource): Settled {
  refuseReadable(source);
  const settings = parseSettings(source, clock.now());
  return { settings, plan: decidePlan(stack, settings) };
}

/** The same for a stack that will be created from them: the certificate files are checked too. */
export async function settle(session: Session, source: SettingsSource): Promise<Settled> {
  const settled = understand(session, source);
  const { settings } = settled;
  if (settings.tls.mode === "files") await readOwnCertificate(session, settings, settings.tls, source);
  return settled;
}

/** The settings of an existing stack, for verbs that observe or use it as it is, also with an expired certificate. */
export async function settledStack(session: Session): Promise<Settled> {
  return understand(session, await settingsOf(await readWrittenSettings(session), session));
}

/** What to say, and what to do, where there is no stack file. */
export function settingsMissing(
  { stack, paths }: Pick<Session, "stack" | "paths">,
  { stackFileCopy }: Pick<WrittenSettings, "stackFileCopy">,
): Error {
  return noSettings(stack, paths, stackFileCopy !== null);
}

/** Whether the stack file holds the master key, which only Pulumi can read. */
export function holdsKey({ values }: SettingsSource): boolean {
  return values.masterKey !== undefined;
}

function refuseReadable(source: SettingsSource, table: readonly IssuedSecret[] = issuedSecrets): void {
  const problems = readableSecrets(source, table);
  if (problems.length > 0) throw new SettingsError(problems);
}

/** The secrets in a stack file that are not encrypted, and what must be done about each. */
export function readableSecrets(source: SettingsSource, issued: readonly IssuedSecret[]): readonly Problem[] {
  const masterKey =
    "Delete the line: a key that was not encrypted must not be used. `npx chatkeep up` creates a new one.";
  const pepper = `Encrypt it, because every password depends on it:  pulumi config set --secret chatkeep:${carriedPepperKey}`;
  const again = "delete the line, and run `npx chatkeep up`: it asks for the new one and encrypts it.";
  const secrets = [
    { key: "masterKey", title: "the master key", write: masterKey },
    { key: carriedPepperKey, title: "the password pepper", write: pepper },
    ...issued.map(({ key, title, revoke }) => ({ key, title, write: `${revoke}, ${again}` })),
  ];
  const readable = secrets.filter(({ key }) => source.values[key] !== undefined && !isEncrypted(source.values[key]));
  return readable.map(({ key, title, write }) => {
    return {
      file: source.file,
      line: source.locate([key]),
      key: `chatkeep:${key}`,
      found: `${title} is not encrypted`,
      write,
    };
  });
}

function isEncrypted(value: unknown): boolean {
  return typeof value === "object" && value !== null && "secure" in value;
}
