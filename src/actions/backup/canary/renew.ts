import type Docker from "dockerode";
import type { CanaryKeys } from "../../../io/matrix/canary/device.ts";
import { type CanaryRecord, canaryRecord } from "../../../io/postgres/canary.ts";
import type { Database } from "../../../io/postgres/database.ts";
import type { Accounts } from "../../../io/synapse/accounts.ts";
import { canarySecrets } from "../../../keys/canary.ts";
import type { MasterKey } from "../../../keys/master-key.ts";
import { fieldsOf } from "../../../kinds/json.ts";
import type { ServerName } from "../../../kinds/names.ts";
import { canaryOn } from "../../../kinds/own-accounts.ts";
import { canaryText, decideCanary } from "../../../operations/backup/canary.ts";

/** The server that a canary is on. */
export interface CanaryServer {
  readonly engine: Docker;
  /** Synapse's container. */
  readonly synapse: string;
  readonly serverName: ServerName;
  readonly accounts: Pick<Accounts, "makeBot" | "setPassword">;
  readonly database: Pick<Database, "rows">;
}

/** How old the canary's newest message may be, in milliseconds, what time it is, and what keeps that something was done. */
export interface Renewal {
  readonly olderThan: number;
  readonly now: Date;
  readonly record: (about: { readonly made: boolean }, doing: () => Promise<RenewedCanary>) => Promise<RenewedCanary>;
}

/** What came of it; null where its newest message was recent. */
export interface RenewedCanary {
  readonly event: string;
  readonly isNew: boolean;
  /** Whether it has a new identity: what it wrote before stays unreadable to it. */
  readonly isSetUpAgain: boolean;
}

/**
 * Makes the canary, or has it write an encrypted message: the next archive then has one that is recent. It signs in by password, opens its
 * old messages' keys with its recovery key, and signs its device, as a member with a new device does.
 */
export async function renewCanary(
  server: CanaryServer,
  master: MasterKey,
  { olderThan, now, record: keep }: Renewal,
): Promise<RenewedCanary | null> {
  const keys = { user: canaryOn(server.serverName), ...canarySecrets(master) };
  const record = await canaryRecord(server.database, keys.user);
  const step = decideCanary(record, now, olderThan);
  if (step === "nothing") return null;
  const made = step === "make";
  return await keep({ made }, async () => {
    if (made) await server.accounts.makeBot({ ...keys, displayName: "Canary of the backups (no person)" });
    return { ...(await writeAsCanary(server, keys, record, now)), isNew: made };
  });
}

async function writeAsCanary(server: CanaryServer, keys: CanaryKeys, record: CanaryRecord | null, now: Date) {
  try {
    return await write(server, keys, record, now);
  } catch (error) {
    if (fieldsOf(error).errcode !== "M_FORBIDDEN") throw error;
    // A new master key derives another password.
    await server.accounts.setPassword(keys.user, keys.password, { signOut: true });
    return await write(server, keys, record, now);
  }
}

async function write({ engine, synapse }: CanaryServer, keys: CanaryKeys, record: CanaryRecord | null, now: Date) {
  const { fetchInside, insideUrl } = await import("../../../io/matrix/inside-fetch.ts");
  const { asCanary } = await import("../../../io/matrix/canary/device.ts");
  const { recover, setUpRecovery } = await import("../../../io/matrix/canary/recovery.ts");
  const { removeOtherDevices, send } = await import("../../../io/matrix/canary/messages.ts");
  return await asCanary({ way: fetchInside(engine, synapse), baseUrl: insideUrl }, keys, async (device) => {
    await removeOtherDevices(device);
    const isOpen = await recover(device).catch(() => false);
    if (!isOpen) await setUpRecovery(device);
    const { event } = await send(device, record?.newest?.room ?? null, canaryText(now));
    return { event, isSetUpAgain: !isOpen };
  });
}
