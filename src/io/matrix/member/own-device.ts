import {
  DeviceId,
  DeviceLists,
  type KeysQueryRequest,
  OlmMachine,
  type OutgoingRequest,
  RequestType,
  type SignatureUploadRequest,
  UserId,
} from "@matrix-org/matrix-sdk-crypto-wasm";
import { StackError } from "../../../errors.ts";
import { fieldsOf } from "../../../kinds/json.ts";
import type { Secret } from "../../../kinds/secret.ts";
import { saidBy } from "./api.ts";
import { type ExportedSession, loadCryptography } from "./crypto.ts";
import type { MemberSession } from "./session.ts";

/** The private halves of a member's identity, from their secret storage. */
export interface CrossSigningKeys {
  readonly master: Secret;
  readonly selfSigning: Secret;
  readonly userSigning: Secret;
}

/** The device of a session, with keys of its own in memory. */
export interface OwnDevice {
  /** Receives what was sent to it; a room's new sessions are among that. */
  receive(): Promise<void>;
  /** The sessions that it received for a room. */
  sessionsOf(roomId: string): Promise<readonly ExportedSession[]>;
  /** Puts what it received into the member's key backup: with the device it would be lost. */
  backUp(backup: { readonly version: string; readonly publicKey: string }): Promise<void>;
  close(): void;
}

type Request = OutgoingRequest | KeysQueryRequest | SignatureUploadRequest;

/**
 * Publishes the device's keys and signs it with the member's identity, in the order that works: its keys, then the identity as the
 * server has it, then the private keys, which are compared with that. It makes no identity and replaces none.
 */
export async function signedDevice(session: MemberSession, identity: CrossSigningKeys): Promise<OwnDevice> {
  await loadCryptography();
  const machine = await OlmMachine.initialize(new UserId(session.userId), new DeviceId(session.deviceId));
  try {
    await sendOutgoing(session, machine);
    await send(session, machine, machine.queryKeysForUsers([new UserId(session.userId)]));
    await signWith(session, machine, identity);
    return deviceOf(session, machine);
  } catch (error) {
    machine.close();
    throw error;
  }
}

async function signWith(session: MemberSession, machine: OlmMachine, identity: CrossSigningKeys): Promise<void> {
  const { master, selfSigning, userSigning } = identity;
  const status = await machine
    .importCrossSigningKeys(master.reveal(), selfSigning.reveal(), userSigning.reveal())
    .catch(() => null);
  if (status === null || !(status.hasMaster && status.hasSelfSigning && status.hasUserSigning)) throw otherIdentity();
  const device = await machine.getDevice(machine.userId, machine.deviceId);
  if (device === undefined) throw otherIdentity();
  await send(session, machine, await device.verify());
}

function otherIdentity(): StackError {
  return new StackError("The identity in the account's secret storage is not the one that the server shows", {
    next: "The identity was reset and recovery was not set up again: set it up in your app, then use the new recovery key.",
  });
}

function deviceOf(session: MemberSession, machine: OlmMachine): OwnDevice {
  let since: string | null = null;
  return {
    receive: async () => {
      const nothing = { types: [] };
      const filter = { account_data: nothing, presence: nothing, room: { rooms: [] } };
      for (;;) {
        const query = new URLSearchParams({ filter: JSON.stringify(filter), timeout: "0", set_presence: "offline" });
        if (since !== null) query.set("since", since);
        const body = await session.api.expect("what was sent to this device", "GET", `v3/sync?${query}`);
        since = String(body.next_batch);
        const { events: sent } = fieldsOf(body.to_device); // what is empty is left out
        const events: readonly unknown[] = Array.isArray(sent) ? sent : [];
        await machine.receiveSyncChanges(
          JSON.stringify(events),
          new DeviceLists(),
          countsIn(body.device_one_time_keys_count),
        );
        await sendOutgoing(session, machine);
        if (events.length === 0) return; // what waits is given in parts
      }
    },
    sessionsOf: async (roomId) => JSON.parse(await machine.exportRoomKeys((key) => key.roomId.toString() === roomId)),
    backUp: ({ publicKey, version }) => backUpSessions(session, machine, publicKey, version),
    close: () => machine.close(),
  };
}

/** Part by part (Matrix client-server API, "PUT /room_keys/keys"). */
async function backUpSessions({ api }: MemberSession, machine: OlmMachine, publicKey: string, version: string) {
  await machine.enableBackupV1(publicKey, version);
  const path = `v3/room_keys/keys?version=${encodeURIComponent(version)}`;
  for (let part = await machine.backupRoomKeys(); part !== undefined; part = await machine.backupRoomKeys()) {
    const body = await api.expect("the key backup a place for new keys", "PUT", path, fieldsOf(JSON.parse(part.body)));
    await machine.markRequestAsSent(part.id, part.type, JSON.stringify(body));
  }
}

function countsIn(counts: unknown): Map<string, number> {
  return new Map(Object.entries(fieldsOf(counts)).map(([name, count]) => [name, Number(count)]));
}

async function sendOutgoing(session: MemberSession, machine: OlmMachine): Promise<void> {
  for (const request of await machine.outgoingRequests()) await send(session, machine, request);
}

/** What each request is for the server; others, such as answers to verifications, are not this device's to make. */
const paths: Partial<Record<RequestType, string>> = {
  [RequestType.KeysUpload]: "v3/keys/upload",
  [RequestType.KeysQuery]: "v3/keys/query",
  [RequestType.KeysClaim]: "v3/keys/claim",
  [RequestType.SignatureUpload]: "v3/keys/signatures/upload",
};

async function send({ api }: MemberSession, machine: OlmMachine, request: Request): Promise<void> {
  const path = paths[request.type];
  if (path === undefined || !("body" in request)) return;
  const answer = await api.ask("POST", path, fieldsOf(JSON.parse(request.body)));
  if (answer.status !== 200 || Object.keys(fieldsOf(answer.body.failures)).length > 0)
    throw new StackError(`The server did not take the keys of this device: ${saidBy(answer)}`, {
      next: "Run the same command again.",
    });
  if (request.id !== undefined) await machine.markRequestAsSent(request.id, request.type, JSON.stringify(answer.body));
}
