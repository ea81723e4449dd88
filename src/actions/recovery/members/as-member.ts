import { SettingsError, StackError } from "../../../errors.ts";
import { memberApi } from "../../../io/matrix/member/api.ts";
import {
  type Credentials,
  type MemberSession,
  type NewDevice,
  removeDevices,
  sessionOf,
  signInAs,
  signOut,
} from "../../../io/matrix/member/session.ts";
import type { Secret } from "../../../kinds/secret.ts";
import { addressFoundBy, addressOf, connectionsTrusting } from "./server.ts";

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

/** A device that is the member's for a while. */
export interface PassingDevice extends NewDevice {
  readonly memory: DeviceMemory;
}

/** For a device whose id is the same in the next run: what a killed run left is signed in again by it, and out. */
export const withoutMemory: DeviceMemory = {
  devices: async () => [],
  remember: async () => undefined,
  forget: async () => undefined,
};

const interruptions = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** How long signing out may take after all. */
const partingMilliseconds = 20_000;

/** Does something with the token of a session that there is, and leaves that session as it was. */
export async function withToken<Result>(
  { server, authorityFile }: { readonly server: string; readonly authorityFile: string | null },
  askToken: () => Promise<Secret>,
  doing: (session: MemberSession) => Promise<Result>,
): Promise<Result> {
  const { fetch, close } = connectionsTrusting(authorityFile);
  try {
    const baseUrl = addressOf(server);
    const token = await askToken();
    return await doing(await sessionOf(memberApi({ fetch, baseUrl, token, signal: new AbortController().signal })));
  } finally {
    await close();
  }
}

/** Signs a member in as a new device, does something, and removes the device in every case, also after Ctrl-C. What killed runs left is removed first. The password is asked for once it is known where it goes. */
export async function asMember<Result>(
  place: MemberPlace,
  askPassword: () => Promise<Secret>,
  device: PassingDevice,
  doing: (session: MemberSession) => Promise<Result>,
): Promise<Result> {
  const { fetch, close } = connectionsTrusting(place.authorityFile);
  try {
    const baseUrl = place.server === null ? await addressFoundBy(fetch, place.user) : addressOf(place.server);
    const credentials = { user: place.user, password: await askPassword() };
    return await untilInterrupted(async (signal) => {
      const api = memberApi({ fetch, baseUrl, token: null, signal });
      const left = (await device.memory.devices()).filter((id) => id !== device.id);
      await device.memory.remember(device.id);
      const session = await signInOrForget(() => signInAs(api, credentials, device), device);
      return await parting(session, device, async () => {
        await removeLeft(session, credentials, left, device.memory);
        return await doing(session);
      });
    });
  } finally {
    await close();
  }
}

/** Ctrl-C ends what is being asked and waited for, and not the process: there is a device to remove. */
async function untilInterrupted<Result>(doing: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  for (const signal of interruptions) process.on(signal, stop);
  try {
    return await doing(stopping.signal);
  } finally {
    for (const signal of interruptions) process.off(signal, stop);
  }
}

/** A sign-in that was refused made no device. */
async function signInOrForget(
  signIn: () => Promise<MemberSession>,
  { id, memory }: PassingDevice,
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
  device: PassingDevice,
  doing: () => Promise<Result>,
): Promise<Result> {
  const leave = async () => {
    await signOut({ ...session, api: session.api.until(AbortSignal.timeout(partingMilliseconds)) }, device);
    await device.memory.forget([device.id]);
  };
  let result: Result;
  try {
    result = await doing();
  } catch (error) {
    await leave().catch(() => undefined); // why it failed is said; the next run removes the device
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
