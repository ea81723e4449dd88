import type Docker from "dockerode";
import type { StackObservation } from "../../io/docker/observations.ts";
import type { PulumiState } from "../../io/pulumi/state.ts";
import { parseMasterKey } from "../../keys/master-key.ts";
import {
  isKnownRunning,
  type OwnershipFacts,
  type OwnSettings,
  presentData,
} from "../../operations/ownership/facts.ts";
import { judgeOwnership, type Ownership } from "../../operations/ownership/judge.ts";
import { refuseForeign } from "../../operations/ownership/refuse.ts";
import { nameOf } from "../../plan/names.ts";
import { saltIn } from "../../render/stack-file/secrets.ts";
import type { SettingsSource } from "../../settings/yaml/settings-source.ts";
import type { Session } from "../session.ts";
import { keyInStackFile } from "./encrypted-values.ts";
import { stateIn } from "./repair-checkpoint.ts";
import { settingsIfRead } from "./settings.ts";
import { readWritten, type Written } from "./written.ts";

/** What was found under a stack's name, here and on the engine. */
interface Found {
  readonly written: Written;
  readonly source: SettingsSource | null;
  readonly state: PulumiState | null;
  readonly engine: StackObservation;
}

/** What the data volumes of a stack say. */
export interface JudgedData {
  /** Whose what the engine has under this stack's name is. */
  readonly ownership: Ownership;
  /** The major version of Postgres that the database's files are of; null where there are none. */
  readonly clusterVersion: number | null;
}

/** Reads what the data volumes say, and opens the key where something hangs on it. */
export async function judgeData(session: Session, client: Docker, found: Found): Promise<JudgedData> {
  const { state, engine } = found;
  const there = { stack: session.stack, state, engine };
  const data = presentData(there);
  const { readVolumeMarks } = await import("../../io/docker/volume-marks.ts");
  const marks = data.length === 0 ? {} : await readVolumeMarks(client, session, data);
  const isKeyAsked = data.length > 0 && !isKnownRunning(there);
  return {
    ownership: judgeOwnership({ ...there, settings: await ownSettings(found, isKeyAsked), marks }),
    clusterVersion: marks[nameOf(session.stack, "postgres")]?.clusterVersion ?? null,
  };
}

/** For a verb that asks no engine: refuses a stack file beside a state that was made with another one. */
export async function refuseOtherSettings(session: Session): Promise<void> {
  const written = await readWritten(session);
  const source = await settingsIfRead(written, session);
  const state = await stateIn(session, written);
  const engine: StackObservation = { containers: [], networks: [], volumes: [] };
  const settings = await ownSettings({ written, source, state, engine }, false);
  refuseForeign(session, judgeOwnership({ stack: session.stack, settings, state, engine, marks: {} }));
}

async function ownSettings(
  { written, source, state }: Found,
  isKeyAsked: boolean,
): Promise<OwnershipFacts["settings"]> {
  if (source === null) return null;
  const { values } = source;
  const salt = saltIn(written.stackFile ?? "");
  const sameSalt = salt === null || state === null || state.salt === null || salt === state.salt;
  const serverName = typeof values.serverName === "string" ? values.serverName : null;
  if (values.masterKey === undefined) return { serverName, key: pendingId(written), sameSalt };
  if (sameSalt && !isKeyAsked) return { serverName, key: "unread", sameSalt };
  return { serverName, key: await keyId(written), sameSalt };
}

/** The public id of a key that the stack file is still to hold: one of a recovery kit proves data as the stored one does. */
function pendingId({ pendingKey }: Written): OwnSettings["key"] {
  const id = pendingKey === null ? null : (parseMasterKey(pendingKey.reveal())?.id() ?? null);
  return id === null ? "none" : { id };
}

/** The public id of the master key in the stack file, opened with the passphrase of this machine. */
async function keyId({ stackFile, passphrase }: Written): Promise<OwnSettings["key"]> {
  const key = stackFile === null || passphrase === null ? null : await keyInStackFile(stackFile, passphrase);
  return key === null ? "closed" : { id: key.id() };
}
