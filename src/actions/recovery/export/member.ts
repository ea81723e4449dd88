import { SettingsError, StackError } from "../../../errors.ts";
import { memberApi } from "../../../io/matrix/member/api.ts";
import {
  type Credentials,
  discoverServer,
  type MemberSession,
  removeDevices,
  signInAs,
  signOut,
} from "../../../io/matrix/member/session.ts";
import { fetchTrusting, fetchTrustingThePublic } from "../../../io/matrix/trusting-fetch.ts";
import type { Secret } from "../../../kinds/secret.ts";

/** Whose account it is, and where. */
export interface MemberPlace {
  readonly user: string;
  /** The server's address; null is found by the user ID. */
  readonly server: string | null;
  /** A file with the server's own authority; null is a public one. */
  readonly authorityFile: string | null;
}

/** Where the ids of devices are kept while there are such devices. */
export interface DeviceMemory {
  devices(): Promise<readonly string[]>;
  remember(device: string): Promise<void>;
  forget(devices: readonly string[]): Promise<void>;
}

const interruptions = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** How long signing out may take after all. */
const partingMilliseconds = 20_000;

/** Signs a member in as a new device, does something, and removes the device in every case, also after Ctrl-C. What killed runs left is removed first. */
export async function asMember<Result>(
  place: MemberPlace,
  password: Secret,
  device: { readonly id: string; readonly name: string; readonly memory: DeviceMemory },
  doing: (session: MemberSession) => Promise<Result>,
): Promise<Result> {
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  for (const signal of interruptions) process.on(signal, stop);
  const { fetch, close } = connections(place);
  try {
    const baseUrl = place.server === null ? await found(fetch, place.user) : addressOf(place.server);
    const api = memberApi({ fetch, baseUrl, token: null, signal: stopping.signal });
    const credentials = { user: place.user, password };
    const left = (await device.memory.devices()).filter((id) => id !== device.id);
    await device.memory.remember(device.id);
    const session = await signInOrForget(() => signInAs(api, credentials, device), device);
    return await parting(session, device, async () => {
      await removeLeft(session, credentials, left, device.memory);
      return await doing(session);
    });
  } finally {
    for (const signal of interruptions) process.off(signal, stop);
    await close();
  }
}

/** A sign-in that was refused made no device. */
async function signInOrForget(
  signIn: () => Promise<MemberSession>,
  { id, memory }: { readonly id: string; readonly memory: DeviceMemory },
): Promise<MemberSession> {
  try {
    return await signIn();
  } catch (error) {
    const wasAnswered = error instanceof SettingsError || (error instanceof StackError && error.cause === undefined);
    if (wasAnswered) await memory.forget([id]);
    throw error;
  }
}

async function parting<Result>(
  session: MemberSession,
  { id, memory }: { readonly id: string; readonly memory: DeviceMemory },
  doing: () => Promise<Result>,
): Promise<Result> {
  const leave = async () => {
    await signOut({ ...session, api: session.api.until(AbortSignal.timeout(partingMilliseconds)) });
    await memory.forget([id]);
  };
  let result: Result;
  try {
    result = await doing();
  } catch (error) {
    await leave().catch(() => undefined); // why it failed is said; the folder remembers the device
    throw error;
  }
  await leave();
  return result;
}

async function removeLeft(
  session: MemberSession,
  credentials: Credentials,
  left: readonly string[],
  memory: DeviceMemory,
): Promise<void> {
  await removeDevices(session, credentials, left);
  if (left.length > 0) await memory.forget(left);
}

function connections({ authorityFile }: MemberPlace) {
  if (authorityFile === null) return fetchTrustingThePublic();
  try {
    return fetchTrusting(authorityFile);
  } catch {
    throw wrong(
      "--authority",
      `\`${authorityFile}\` cannot be read as a certificate`,
      "Write the path of the authority's certificate (PEM).",
    );
  }
}

/** Passwords are not sent without TLS, except to this machine itself. */
function addressOf(address: string): string {
  const written = /^[a-z]+:\/\//i.test(address) ? address : `https://${address}`;
  const url = URL.canParse(written) ? new URL(written) : null;
  const isHere = url !== null && ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
  if (url !== null && (url.protocol === "https:" || (url.protocol === "http:" && isHere))) return url.origin;
  throw wrong(
    "--server",
    `\`${address}\` is not an address with TLS`,
    "Write the address that your app signs in at, such as https://chat.acme.example.",
  );
}

async function found(fetch: typeof globalThis.fetch, user: string): Promise<string> {
  const serverName = user.slice(user.indexOf(":") + 1);
  const address = (await discoverServer(fetch, serverName)) ?? `https://${serverName}`;
  if (address.startsWith("https://")) return address;
  throw new StackError(`${serverName} names an address without TLS: ${address}`, {
    next: "Name the address that your app signs in at:  --server https://chat.acme.example",
  });
}

function wrong(key: string, text: string, write: string): SettingsError {
  return new SettingsError([{ file: null, line: null, key, found: text, write }]);
}
