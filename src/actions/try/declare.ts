import { freePort } from "../../io/machine/free-port.ts";
import { type ThrowawayKind, throwawayName } from "../../io/machine/throwaway-names.ts";
import type { Toolchain } from "../../io/pulumi/toolchain.ts";
import type { JsonObject } from "../../kinds/json.ts";
import { newestPostgres } from "../../kinds/postgres-version.ts";
import type { Secret } from "../../kinds/secret.ts";
import { renderPlainStackFile } from "../../render/stack-file/plain-stack-file.ts";
import { parseSettings } from "../../settings/parse.ts";
import type { Settings } from "../../settings/settings.ts";
import { type Override, throwawaySettings } from "../../settings/throwaway.ts";
import type { SettingsSource } from "../../settings/yaml/settings-source.ts";
import { type Session, sessionFor } from "../session.ts";
import type { ReachedEngine } from "../stack/engine.ts";
import { readOwnCertificate } from "../stack/own-certificate.ts";
import { hasOfficialImages, imageSourceFor } from "../stack/sources.ts";

/** A throwaway stack whose settings are written: nothing of it runs yet. */
export interface DeclaredTrial {
  readonly session: Session;
  readonly overrides: readonly Override[];
}

/** What a throwaway stack is declared from. */
export interface Origin {
  /** The settings to try, as they were written. */
  readonly source: SettingsSource;
  readonly kind: ThrowawayKind;
  readonly toolchain: Toolchain;
  readonly engine: ReachedEngine;
  /** Whose data it serves; null where it begins with none and makes keys of its own. */
  readonly given: Given | null;
}

/** The keys of data that lies in the stack's volumes before it starts: the secrets in the settings are encrypted with this passphrase and salt. */
export interface Given {
  /** The name of the stack, where something of it was there before. */
  readonly stack: string;
  readonly passphrase: Secret;
  readonly salt: string;
  readonly memoryMebibytes: number;
}

/** Judges the settings as they are written, then writes a throwaway stack's own beside them. */
export async function declareThrowaway(caller: Session, origin: Origin): Promise<DeclaredTrial> {
  const written = parseSettings(origin.source, caller.clock.now());
  if (written.tls.mode === "files") await readOwnCertificate(caller, written, written.tls, origin.source);
  const place = await findPlace(written, origin);
  const { settings, overrides } = throwawaySettings(origin.source.values, place);
  const stack = origin.given?.stack ?? (await newThrowawayName(caller, origin.kind));
  // All its processes carry the stack's name as the mark of the run, so that the removal finds them too.
  const { command, terminal, environment } = caller;
  const session = { ...sessionFor(command, stack, terminal), environment, run: stack };
  const salt = origin.given?.salt ?? null;
  await session.files.write(session.paths.stackFile, renderPlainStackFile(settings as JsonObject, salt), 0o600);
  if (origin.given !== null)
    await session.files.write(session.paths.passphrase, origin.given.passphrase.reveal(), 0o600);
  return { session, overrides };
}

/** A new name, which contains this process. */
export async function newThrowawayName({ host, processes }: Session, kind: ThrowawayKind): Promise<string> {
  const { pid } = process;
  return throwawayName(kind, { host, pid, startedAt: await processes.startedAt(pid) });
}

async function findPlace({ memory, postgresVersion }: Settings, { source, toolchain, engine, given }: Origin) {
  const { memoryBytes } = await engine.stack.facts();
  const imageSource = source.values.imageSource ?? imageSourceFor(await hasOfficialImages(engine.client));
  return {
    httpsPort: await freePort(),
    memoryMebibytes: given?.memoryMebibytes ?? (memory > memoryBytes ? Math.floor(memoryBytes / 2 ** 20) : null),
    isolated: given !== null,
    imageSource: String(imageSource),
    pluginSource: toolchain.plugins,
    postgresVersion: given === null ? postgresVersion : newestPostgres,
  };
}
