import type { Person, Server } from "../../../../src/io/matrix/client.ts";
import type { ReadinessState } from "../../../../src/operations/recovery/audit/state.ts";
import { devicesAt } from "../devices.ts";
import { destroyDevice, type MemberDevice, newDevice } from "../recovering/device.ts";
import { recoverWithKey } from "../recovering/recovering.ts";
import { changeRecoveryKey, makeIdentity, resetIdentity, setUpRecovery } from "../recovering/setting-up.ts";
import { beginUnsignedBackup, nameAnotherKey, replaceIdentity, signInAs, signOut } from "./client-acts.ts";

/** A member of whom one thing differs from a member who is ready, and what makes it so. */
export interface Example {
  readonly state: ReadinessState;
  /** What clients do, beginning with a new account. */
  readonly act: (device: () => Promise<MemberDevice>, person: Person, server: Server) => Promise<void>;
}

/** A client signs in, sets up recovery, and then does one thing more. */
const readyAnd =
  (more: (device: MemberDevice, next: () => Promise<MemberDevice>, key: string) => Promise<unknown>): Example["act"] =>
  async (device) => {
    const first = await device();
    const key = await setUpRecovery(first);
    await more(first, device, key);
  };

/** Each made by a real client, through the client-server API alone. */
export const examples = {
  unseen: { state: "neverSignedIn", act: async () => undefined },
  ready: { state: "ready", act: readyAnd(async () => undefined) },
  fresh: { state: "noCrossSigning", act: async (device) => void (await device()) },
  identity: { state: "noSecretStorage", act: async (device) => makeIdentity(await device()) },
  unbacked: {
    state: "noBackup",
    act: async (device) => {
      const first = await device();
      await makeIdentity(first);
      await changeRecoveryKey(first);
    },
  },
  deleted: { state: "noBackup", act: readyAnd(({ crypto }) => crypto.deleteKeyBackupVersion("1")) },
  untrusted: { state: "backupNotTrusted", act: readyAnd(beginUnsignedBackup) },
  off: {
    state: "backupSwitchedOff",
    act: readyAnd(({ sdk }) => sdk.setAccountData("m.key_backup", { enabled: false })),
  },
  offbefore: {
    state: "backupSwitchedOff",
    act: readyAnd(({ sdk }) => sdk.setAccountData("m.org.matrix.custom.backup_disabled", { disabled: true })),
  },
  onagain: {
    state: "ready",
    act: readyAnd(async ({ sdk }) => {
      await sdk.setAccountData("m.org.matrix.custom.backup_disabled", { disabled: true });
      await sdk.setAccountData("m.key_backup", { enabled: true });
    }),
  },
  unstored: {
    state: "backupKeyNotStored",
    act: readyAnd(({ sdk }) => sdk.secretStorage.store("m.megolm_backup.v1", null)),
  },
  unkept: {
    state: "noSecretStorage",
    act: readyAnd(({ sdk }) => sdk.secretStorage.store("m.cross_signing.self_signing", null)),
  },
  pointless: { state: "noSecretStorage", act: readyAnd(({ sdk }) => sdk.secretStorage.setDefaultKeyId(null)) },
  // Secrets that are encrypted with another key than the default one (element-hq/element-web, issue 29553).
  otherkey: { state: "noSecretStorage", act: readyAnd(nameAnotherKey) },
  // A user-signing key that was emptied, at which recovery ends in silence (matrix-org/matrix-rust-sdk, issue 4736).
  emptied: {
    state: "noSecretStorage",
    act: readyAnd(({ sdk }) => sdk.setAccountData("m.cross_signing.user_signing", { encrypted: {} })),
  },
  // Secret storage of an account without public signing keys (element-hq/element-web, issue 27252).
  unpublished: { state: "noCrossSigning", act: async (device) => nameAnotherKey(await device()) },
  // The newest backup was deleted, so that the one before is current again (element-hq/element-meta, issue 2322).
  fallenback: {
    state: "ready",
    act: readyAnd(async (device) => {
      await beginUnsignedBackup(device);
      await device.crypto.deleteKeyBackupVersion("2");
    }),
  },
  // A device whose name was once signed has other keys now; Synapse still has the signature (element-hq/synapse, issue 17375).
  reused: {
    state: "ready",
    act: readyAnd(async (_, next, key) => {
      const second = await next();
      await recoverWithKey(second, key);
      await signOut(second);
      await second.stop();
      await (await signInAs(second)).stop();
    }),
  },
  reset: { state: "resetNotRedone", act: readyAnd((device) => resetIdentity(device)) },
  // Its device, which the new identity signed, signed the backup too: apps trust it, and secret storage was redone with the typed key.
  replaced: { state: "ready", act: readyAnd((device, _, key) => replaceIdentity(device, key)) },
  abandoned: {
    state: "resetNotRedone",
    act: readyAnd(async (device, _, key) => {
      await replaceIdentity(device, key);
      await signOut(device);
    }),
  },
  redone: {
    state: "ready",
    act: readyAnd(async (device) => {
      await resetIdentity(device);
      await changeRecoveryKey(device);
    }),
  },
  phrase: {
    state: "ready",
    act: async (device) => {
      const { crypto, sdk, prompt, ...first } = await device();
      await makeIdentity({ crypto, sdk, prompt, ...first });
      prompt.askFor(sdk.secretStorage);
      const made = await crypto.createRecoveryKeyFromPassphrase("a phrase that a member thought of");
      await crypto.bootstrapSecretStorage({ setupNewKeyBackup: true, createSecretStorageKey: async () => made });
    },
  },
  second: { state: "ready", act: readyAnd((_, device) => device()) },
  script: {
    state: "ready",
    act: async (device, { userId, password }, server) => {
      await setUpRecovery(await device());
      const devices = devicesAt(server);
      await devices.signIn(userId, password);
      await devices.close();
    },
  },
  gone: { state: "ready", act: readyAnd(signOut) },
  dehydrated: {
    state: "ready",
    act: readyAnd(async ({ crypto, sdk, prompt }, _, key) => {
      prompt.askFor(sdk.secretStorage);
      prompt.type(key);
      await crypto.startDehydration();
      prompt.forget();
    }),
  },
} as const satisfies Readonly<Record<string, Example>>;

/** The name of one of them. */
export type ExampleName = keyof typeof examples;

/** Lets clients make an example of a new account, and destroys their devices: the server keeps what it was told. */
export async function actOut({ act }: Example, person: Person, server: Server): Promise<void> {
  const devices: MemberDevice[] = [];
  const device = async () => {
    const made = await newDevice(server, person, "off");
    devices.push(made);
    return made;
  };
  try {
    await act(device, person, server);
  } finally {
    await Promise.all(devices.map(destroyDevice));
  }
}
