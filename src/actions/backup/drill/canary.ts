import type Docker from "dockerode";
import { StackError } from "../../../errors.ts";
import type { CanaryDevice, CanaryKeys } from "../../../io/matrix/canary/device.ts";
import type { MessagePlace } from "../../../io/matrix/canary/messages.ts";
import { canaryRecord } from "../../../io/postgres/canary.ts";
import type { Database } from "../../../io/postgres/database.ts";
import { canaryText } from "../../../operations/backup/canary.ts";
import type { CanaryFacts, Ended } from "../../../operations/backup/drill/facts.ts";

/** A restored server. */
export interface RestoredServer {
  readonly engine: Docker;
  /** Synapse's container. */
  readonly synapse: string;
  readonly database: Pick<Database, "rows">;
}

type Mutable = { -readonly [Key in keyof CanaryFacts]: CanaryFacts[Key] };

/** Lets the canary do what every member would: sign in, recover with the recovery key alone, read what it had written, and write. */
export async function observeCanary(server: RestoredServer, keys: CanaryKeys, now: Date): Promise<CanaryFacts> {
  const newest = (await canaryRecord(server.database, keys.user))?.newest ?? null;
  const seen: Mutable = { newest: null, signedIn: null, recovered: null, read: null, wrote: null };
  if (newest === null) return seen;
  seen.newest = { event: newest.event, at: new Date(newest.at).toISOString() };
  seen.signedIn = await attempt(() =>
    inside(server, keys, (device) => actAs(server, keys, { device, newest, now }, seen)),
  );
  return seen;
}

interface Acting {
  readonly device: CanaryDevice;
  readonly newest: MessagePlace;
  readonly now: Date;
}

async function actAs(server: RestoredServer, keys: CanaryKeys, { device, newest, now }: Acting, seen: Mutable) {
  const { recover, fetchKeys } = await import("../../../io/matrix/canary/recovery.ts");
  const { read } = await import("../../../io/matrix/canary/messages.ts");
  seen.recovered = await attempt(async () => {
    if (!(await recover(device))) throw new StackError("its recovery key opens nothing");
    await fetchKeys(device);
  });
  if (seen.recovered.kind === "failed") return;
  let text = "";
  const ended = await attempt(async () => {
    text = await read(device, newest);
  });
  seen.read = { ...ended, text };
  seen.wrote = await attempt(() => writeToItself(server, keys, { device, newest, now }));
}

/** A second device reads it: for that the first one needs a one-time key, or a fallback key, that no one was given before. */
async function writeToItself(server: RestoredServer, keys: CanaryKeys, { device, newest, now }: Acting): Promise<void> {
  const { confirmDevice } = await import("../../../io/matrix/canary/recovery.ts");
  const { knownTo, read, send } = await import("../../../io/matrix/canary/messages.ts");
  await inside(server, keys, async (second) => {
    await confirmDevice(second);
    await knownTo(device, second);
    const text = canaryText(now);
    const got = await read(second, await send(device, newest.room, text));
    if (got !== text) throw new StackError("what was read is another text than what was written");
  });
}

async function inside<Result>(
  { engine, synapse }: RestoredServer,
  keys: CanaryKeys,
  doing: (device: CanaryDevice) => Promise<Result>,
): Promise<Result> {
  const { fetchInside, insideUrl } = await import("../../../io/matrix/inside-fetch.ts");
  const { asCanary } = await import("../../../io/matrix/canary/device.ts");
  return await asCanary({ way: fetchInside(engine, synapse), baseUrl: insideUrl }, keys, doing);
}

/** How an attempt ended, in one line. */
async function attempt(doing: () => Promise<unknown>): Promise<Ended> {
  try {
    await doing();
    return { kind: "done" };
  } catch (error) {
    const [why = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
    return { kind: "failed", why };
  }
}
