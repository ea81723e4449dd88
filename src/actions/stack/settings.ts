import { SettingsError } from "../../errors.ts";
import { embeddedStack, noSettings } from "../../operations/keys/key-steps.ts";
import { decidePlan } from "../../plan/decide.ts";
import type { Plan } from "../../plan/plan.ts";
import { isStub } from "../../render/stack-file/stub.ts";
import { parseSettings } from "../../settings/parse.ts";
import type { Settings } from "../../settings/settings.ts";
import type { SettingsSource } from "../../settings/yaml/settings-source.ts";
import { readStackFile } from "../../settings/yaml/stack-file.ts";
import type { Session } from "../session.ts";
import { refuseUnreadable } from "./encrypted-values.ts";
import { readOwnCertificate } from "./own-certificate.ts";

/** A stack's settings, read and understood. */
export interface Settled {
  readonly settings: Settings;
  readonly plan: Plan;
}

/** Reads the stack file; null when there is none, when a killed run left it empty, or when Pulumi left nothing but its salt. */
export async function readSettings(session: Pick<Session, "files" | "paths">): Promise<SettingsSource | null> {
  const text = await session.files.read(session.paths.stackFile);
  if (text === null || isStub(text) || (text === "" && (await settingsBefore(session)) !== null)) return null;
  const source = readStackFile(text, session.paths.stackFile);
  await refuseUnreadable(session, source, text);
  return source;
}

/** The settings as they were before Pulumi first wrote to their file; null when it never did. */
export function settingsBefore({ files, paths }: Pick<Session, "files" | "paths">): Promise<string | null> {
  return files.read(paths.stackFileBefore);
}

/** Understands settings; throws a SettingsError with everything that is wrong in them. */
export async function settle(session: Session, source: SettingsSource): Promise<Settled> {
  const settled = understand(session, source);
  if (settled.settings.tls.mode === "files")
    await readOwnCertificate(session, settled.settings, settled.settings.tls, source);
  return settled;
}

/** The same without a look at certificate files of the operator's own, which say nothing of a server that runs with copies. */
function understand({ stack, clock }: Session, source: SettingsSource): Settled {
  refuseOpenKey(source);
  refuseOpenToken(source);
  const settings = parseSettings(source, clock.now());
  return { settings, plan: decidePlan(stack, settings) };
}

/** The settings of a stack that has been made before and is looked at, or used, as it is: also when its certificate has expired. */
export async function settledStack(session: Session): Promise<Settled> {
  return understand(session, await writtenSettings(session));
}

/** The settings of a stack that is to be made from them. */
export async function settledForMaking(session: Session): Promise<Settled> {
  return settle(session, await writtenSettings(session));
}

async function writtenSettings(session: Session): Promise<SettingsSource> {
  const source = await readSettings(session);
  if (source === null) throw await settingsMissing(session);
  return source;
}

/** Judges what is written before anything is touched: no folder is made and no engine asked for settings that are wrong. */
export async function judgeSettings(session: Session): Promise<void> {
  const source = await readSettings(session);
  if (source !== null) await settle(session, source);
  else if (session.stack !== embeddedStack && (await settingsBefore(session)) === null)
    throw await settingsMissing(session);
}

/** What to say, and what to do, where there is no stack file. */
export async function settingsMissing({ stack, paths, files }: Session): Promise<Error> {
  return noSettings(stack, paths, await files.has(paths.stackFileCopy));
}

/** Whether the stack file holds the master key, which only Pulumi can read. */
export function holdsKey({ values }: SettingsSource): boolean {
  return values.masterKey !== undefined;
}

function refuseOpenKey(source: SettingsSource): void {
  if (!holdsKey(source) || isEncrypted(source.values.masterKey)) return;
  throw new SettingsError([
    {
      file: source.file,
      line: source.locate(["masterKey"]),
      key: "chatkeep:masterKey",
      found: "the master key is not encrypted",
      write: "Delete the line: a key that was not encrypted must not be used. `npx chatkeep up` creates a new one.",
    },
  ]);
}

function refuseOpenToken(source: SettingsSource): void {
  const token = source.values.cloudflareToken;
  if (token === undefined || isEncrypted(token)) return;
  throw new SettingsError([
    {
      file: source.file,
      line: source.locate(["cloudflareToken"]),
      key: "chatkeep:cloudflareToken",
      found: "the token is not encrypted",
      write:
        "Roll it at Cloudflare, delete the line, and run `npx chatkeep up`: it asks for the new one and encrypts it.",
    },
  ]);
}

function isEncrypted(value: unknown): boolean {
  return typeof value === "object" && value !== null && "secure" in value;
}
