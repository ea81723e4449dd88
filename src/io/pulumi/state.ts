import type { Files } from "../machine/files.ts";
import type { StackPaths } from "../machine/paths.ts";

/** What Pulumi remembers about a stack (sdk/go/common/apitype, CheckpointV3), reduced to what `up` decides on. */
export interface PulumiState {
  readonly resources: readonly RememberedResource[];
  /** What its secrets are encrypted with: the stack file's `encryptionsalt` when it was last written; null where it does not say. */
  readonly salt: string | null;
  /** Creations that a killed run may or may not have finished: the names the resources were to get. */
  readonly pendingCreations: readonly RememberedResource[];
  /** Deletions that a killed run may or may not have finished. */
  readonly pendingDeletions: readonly RememberedResource[];
}

/** One resource in the state. */
export interface RememberedResource {
  readonly urn: string;
  readonly type: string;
  /** The provider's id: of a container its id on the engine, of a volume its name. */
  readonly id: string | null;
  /** What a person calls it (`titleOf`). */
  readonly name: string | null;
  readonly protected: boolean;
}

/** Reads a stack's checkpoint file. Ids and names are no secrets; what is secret in it stays encrypted. */
export function parsePulumiState(text: string): PulumiState {
  const latest = fields(fields(fields(JSON.parse(text)).checkpoint).latest);
  const pending = (kind: string) =>
    list(latest.pending_operations)
      .map(fields)
      .filter(({ type }) => type === kind)
      .map(({ resource }) => resourceOf(resource));
  return {
    resources: list(latest.resources).map(resourceOf),
    salt: saltIn(latest),
    pendingCreations: pending("creating"),
    pendingDeletions: pending("deleting"),
  };
}

/** Whether a checkpoint was written to its end. */
export function isWholeCheckpoint(text: string): boolean {
  const { checkpoint } = fields(parsed(text));
  return typeof checkpoint === "object" && checkpoint !== null;
}

/**
 * Whether what the state remembers of providers may be out of date: a token of Cloudflare's, or another address of the engine. A refresh
 * asks as the state remembers, unless the program is run for it first: that is only worth its time then.
 */
export function needsProgram(text: string, engine: string): boolean {
  if (text.includes("pulumi:providers:cloudflare")) return true;
  const { latest } = fields(fields(parsed(text)).checkpoint);
  const providers = list(fields(latest).resources)
    .map(fields)
    .filter(({ type }) => type === "pulumi:providers:docker");
  const hosts = providers.map(({ inputs }) => fields(inputs).host).filter((host) => host !== undefined);
  return hosts.some((host) => host !== engine);
}

/**
 * Removes attributes that are empty or cut. Pulumi's file store keeps some beside each file, and empties them before it writes them
 * (gocloud.dev/blob/fileblob): killed in between, or on a full disk, it can read the file no more, while without any it reads it as it is.
 */
export async function removeBrokenAttributes(
  files: Pick<Files, "read" | "remove">,
  { checkpoint, backend }: Pick<StackPaths, "checkpoint" | "backend">,
): Promise<void> {
  for (const file of [`${checkpoint}.attrs`, `${backend}/.pulumi/meta.yaml.attrs`]) {
    const text = await files.read(file);
    if (text !== null && parsed(text) === null) await files.remove(file);
  }
}

/** A lock of Pulumi's file backend: which process holds the stack (pkg/backend/diy/lock.go). */
export interface PulumiLock {
  readonly file: string;
  /** Both null if it is incomplete, as after a full disk: then no process holds it. */
  readonly pid: number | null;
  readonly host: string | null;
}

/**
 * The locks in a stack's folder of locks. One that could not be written, as on a full disk, stays under the name that it is written under
 * (gocloud.dev/blob/fileblob), and Pulumi reads that one, too.
 */
export async function readPulumiLocks(
  files: Pick<Files, "list" | "read">,
  folder: string,
): Promise<readonly PulumiLock[]> {
  const paths = (await files.list(folder)).filter((path) => /\.json(\.[0-9a-f]+\.tmp)?$/.test(path));
  const texts = await Promise.all(paths.map(async (path) => ({ path, text: await files.read(path) })));
  return texts.flatMap(({ path, text }) => (text === null ? [] : (parsePulumiLock(path, text) ?? [])));
}

/** Reads a lock file; null when it is none. */
export function parsePulumiLock(file: string, text: string): PulumiLock | null {
  const lock = parsed(text);
  if (lock === null) return { file, pid: null, host: null };
  const { pid, hostname } = fields(lock);
  return typeof pid === "number" && typeof hostname === "string" ? { file, pid, host: hostname } : null;
}

/** Of the passphrase provider (sdk/go/common/apitype, SecretsProvidersV1). */
function saltIn({ secrets_providers }: Fields): string | null {
  const { salt } = fields(fields(secrets_providers).state);
  return typeof salt === "string" ? salt : null;
}

function resourceOf(value: unknown): RememberedResource {
  const { urn, type, id, protect, inputs, outputs } = fields(value);
  const named = { type: String(type), urn: String(urn) };
  return {
    ...named,
    id: typeof id === "string" ? id : null,
    name: titleOf({ ...named, name: fields(inputs).name ?? fields(outputs).name }),
    protected: protect === true,
  };
}

/**
 * What a person calls a resource: what it is called on the engine; null where it has no name there. Records share their names; in the
 * program they have titles of their own, such as `A chat.acme.example`: the last part of the URN (Pulumi docs, "Resource URNs").
 */
export function titleOf({ type, urn, name }: { type: string; urn: string; name: unknown }): string | null {
  if (type.startsWith("cloudflare:")) return nameIn(urn);
  return typeof name === "string" ? name : null;
}

/** A resource's name in the program. */
export function nameIn(urn: string): string {
  return urn.split("::").at(-1) ?? urn;
}

/** null for what is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

type Fields = Readonly<Record<string, unknown>>;

function fields(value: unknown): Fields {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
