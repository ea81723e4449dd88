import type { Readiness } from "./policy.ts";
import type { ReadinessState } from "./state.ts";

/** How a state is called, what it means, and what the administrator has the member do. */
export interface StateWords {
  readonly label: string;
  readonly meaning: string;
  readonly advice: string;
}

/** The words for each state, the ones to act on first. */
export const stateWords: Readonly<Record<ReadinessState, StateWords>> = {
  resetNotRedone: {
    label: "reset, not redone",
    meaning: "The member replaced their identity, and recovery still belongs to the one before, or to none.",
    advice: "They set up recovery again on a confirmed device, and store the new recovery key.",
  },
  backupNotTrusted: {
    label: "backup not trusted",
    meaning:
      "Neither the member's identity nor a confirmed device of theirs signed the key backup, so apps do not use it.",
    advice:
      "On a confirmed device they enter their recovery key again; Element X repairs the backup. If it stays as it is, they reset their identity on a device that still shows their messages, and set up recovery again.",
  },
  noBackup: {
    label: "no key backup",
    meaning: "Nothing keeps the keys of their messages. When their last device is lost, so are the messages.",
    advice: "They turn on key storage on a confirmed device, and keep that device until it has sent its keys.",
  },
  backupSwitchedOff: {
    label: "backup switched off",
    meaning: "The member told all their apps to keep no key backup.",
    advice: "Ask whether they meant to. They turn key storage on again, once, and leave it on.",
  },
  backupKeyNotStored: {
    label: "backup key not stored",
    meaning: "There is a key backup, but its key is not in secret storage: the recovery key does not open it.",
    advice: "They change the recovery key on a confirmed device, which stores the backup's key again.",
  },
  noSecretStorage: {
    label: "no secret storage",
    meaning:
      "The member has an identity, but no recovery key opens it: a new device can only be confirmed by an old one.",
    advice: "They set up recovery, and store the recovery key.",
  },
  noCrossSigning: {
    label: "no cross-signing",
    meaning: "The member signed in but has no identity, so no device is confirmed and nothing can be recovered.",
    advice: "They sign in with a current app and follow what it asks on the first day.",
  },
  neverSignedIn: {
    label: "never signed in",
    meaning: "No device was ever seen.",
    advice: "Send them the page about the first day, or lock the account if no one needs it.",
  },
  ready: {
    label: "ready",
    meaning: "Identity, secret storage and a trusted key backup are there.",
    advice:
      "Nothing, as long as they still have their recovery key: let them prove it with `npx chatkeep recovery check-key`.",
  },
};

/** What no server can know of a member's recovery. */
export const unknowable: readonly string[] = [
  "Whether the member still has the recovery key. They prove it on their own machine:  npx chatkeep recovery check-key",
  "Whether what secret storage holds is the identity and the backup key of today: it is encrypted.",
  "Whether the sessions in the backup can be decrypted, and which older messages were never readable to the member.",
];

/** Remarks on one member that do not change the state. */
export function remarksOn({ facts, state, unsignedDevices, staleDevices, timeUntil }: Readiness): readonly string[] {
  const resets = facts.identity?.resets ?? 0;
  const without = facts.devices.filter(({ encryption }) => encryption === "none");
  return [
    ...(facts.locked ? ["the account is locked, so the policy does not count it"] : []),
    ...(timeUntil === null ? [] : [`has time until ${timeUntil.slice(0, 10)}`]),
    ...unsignedDevices.map((device) => `not confirmed: ${device.id}`),
    ...staleDevices.map(({ id, lastSeen }) => `unused since ${lastSeen?.slice(0, 10) ?? "it signed in"}: ${id}`),
    ...without.map(({ id }) => `without encryption: ${id}`),
    ...(facts.secretStorage.passphrase ? ["recovery passphrase instead of a generated key"] : []),
    ...(facts.backup?.newerDeleted ? ["a newer key backup was deleted; the stored key may be that one's"] : []),
    ...(resets > 0 && state === "ready" ? [`identity was reset ${resets === 1 ? "once" : `${resets} times`}`] : []),
  ];
}
