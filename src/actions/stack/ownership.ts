import { SettingsError } from "../../errors.ts";
import type { StackObservation } from "../../io/docker/observations.ts";
import { observe } from "../../io/probes/observe.ts";
import { parseMasterKey } from "../../keys/master-key.ts";
import { openPulumiSecret } from "../../keys/pulumi-secret.ts";
import { Secret } from "../../kinds/secret.ts";
import {
  isKnownRunning,
  type OwnershipFacts,
  type OwnSettings,
  presentData,
} from "../../operations/ownership/facts.ts";
import { judgeOwnership, type Ownership } from "../../operations/ownership/judge.ts";
import { refuseForeign, refuseUnproven } from "../../operations/ownership/refuse.ts";
import type { SettingsSource } from "../../settings/yaml/settings-source.ts";
import type { Session } from "../session.ts";
import { type ReachedEngine, reachEngine } from "./engine.ts";
import { readState } from "./read-state.ts";
import { readSettings } from "./settings.ts";

/** For a verb that looks: refuses a stack that is another's. */
export async function refuseToObserve(session: Session, engine: ReachedEngine): Promise<void> {
  refuseForeign(session, await observeOwnership(session, engine, await settingsIfRead(session)));
}

/** The same for a verb that says what it cannot look at: an engine that does not answer is found by its own look. */
export async function refuseToObserveIfReached(session: Session): Promise<void> {
  const found = await observe(20_000, async () =>
    observeOwnership(session, await reachEngine(session), await settingsIfRead(session)),
  );
  if ("seen" in found) refuseForeign(session, found.seen);
}

/** For a verb that asks no engine: refuses a stack file beside a state that was made with another one. */
export async function refuseOtherSettings(session: Session): Promise<void> {
  const [source, state] = [await settingsIfRead(session), await readState(session)];
  const engine: StackObservation = { containers: [], networks: [], volumes: [] };
  const settings = source === null ? null : await ownSettings(session, source, { state, isKeyAsked: false });
  refuseForeign(session, judgeOwnership({ stack: session.stack, settings, state, engine, marks: {} }));
}

/** Who only looks is not kept from it by a mistake in the stack file. */
async function settingsIfRead(session: Session): Promise<SettingsSource | null> {
  try {
    return await readSettings(session);
  } catch (error) {
    if (error instanceof SettingsError) return null;
    throw error;
  }
}

/** For a verb that changes what runs: refuses a stack that nothing proves to be this checkout's. */
export async function refuseToChange(session: Session, engine: ReachedEngine): Promise<void> {
  refuseUnproven(session, await observeOwnership(session, engine, await readSettings(session)));
}

/** Whose what the engine has under this stack's name is; `source` is null where there is no stack file. */
export async function observeOwnership(
  session: Session,
  { client, stack: engine }: ReachedEngine,
  source: SettingsSource | null,
): Promise<Ownership> {
  const [state, observation] = await Promise.all([readState(session), engine.observe()]);
  const there = { stack: session.stack, state, engine: observation };
  const data = presentData(there);
  const { readVolumeMarks } = await import("../../io/docker/volume-marks.ts");
  const marks = data.length === 0 ? {} : await readVolumeMarks(client, session, data);
  const isKeyAsked = data.length > 0 && !isKnownRunning(there);
  const settings = source === null ? null : await ownSettings(session, source, { ...there, isKeyAsked });
  return judgeOwnership({ ...there, settings, marks });
}

async function ownSettings(
  session: Session,
  { values }: SettingsSource,
  { state, isKeyAsked }: Pick<OwnershipFacts, "state"> & { readonly isKeyAsked: boolean },
): Promise<OwnSettings> {
  const salt = await saltOf(session);
  const sameSalt = salt === null || state === null || state.salt === null || salt === state.salt;
  const serverName = typeof values.serverName === "string" ? values.serverName : null;
  if (values.masterKey === undefined) return { serverName, key: "none", sameSalt };
  if (sameSalt && !isKeyAsked) return { serverName, key: "unread", sameSalt };
  return { serverName, key: await keyId(session, values.masterKey, salt), sameSalt };
}

/** Pulumi's salt in the stack file; null where it has none. */
async function saltOf({ files, paths }: Session): Promise<string | null> {
  const text = (await files.read(paths.stackFile)) ?? "";
  return /^encryptionsalt: *["']?([^\s"']+)/m.exec(text)?.[1] ?? null;
}

/** The public id of the master key in the stack file, opened with the passphrase of this machine. */
async function keyId({ files, paths }: Session, setting: unknown, salt: string | null): Promise<OwnSettings["key"]> {
  const passphrase = await files.read(paths.passphrase);
  const secure = typeof setting === "object" && setting !== null && "secure" in setting ? setting.secure : null;
  if (passphrase === null || salt === null || typeof secure !== "string") return "closed";
  const key = await openPulumiSecret({ salt, secure }, new Secret(passphrase));
  const id = key === null ? null : (parseMasterKey(key.reveal())?.id() ?? null);
  return id === null ? "closed" : { id };
}
