import { countedDays } from "../../actions/recovery/devices/member.ts";
import { onThisStack } from "../../actions/session.ts";
import type { UserId } from "../../kinds/names.ts";
import type { Lack, WipeVerdict } from "../../operations/recovery/devices/safe-to-wipe.ts";
import { named } from "./devices-text.ts";

/** Whether a device can be erased, as an administrator reads it: the answer first, then why, then what the server cannot know. */
export function wipeLines(verdict: WipeVerdict & { readonly user: UserId }, stack: string): readonly string[] {
  const { user, device, safe, holdsKeys, lacks } = verdict;
  const which = `${named(device)} of ${user}`;
  if (!holdsKeys) return [`Yes: ${which} can be erased. It does not encrypt, so it holds no keys of messages.`];
  if (!safe)
    return [
      `Not yet: with ${which}, messages would be lost. First:`,
      ...lacks.flatMap(lackLines),
      ...afterwards(verdict, stack),
    ];
  const successor = verdict.successor === null ? "" : named(verdict.successor);
  return [
    `Yes: ${which} can be erased, as far as the server knows.`,
    `  ${successor} is confirmed and in use.`,
    `  The key backup is trusted, and has all sessions of the last ${countedDays} days.`,
    "  The recovery key opens the identity and the backup.",
    ...unknowable(verdict),
    `When it is erased, sign it out:  ${onThisStack(`devices remove ${user} ${device.id}`, stack)}`,
  ];
}

function afterwards({ user, device }: WipeVerdict & { readonly user: UserId }, stack: string): readonly string[] {
  return [`Then ask again:  ${onThisStack(`devices safe-to-wipe ${user} ${device.id}`, stack)}`];
}

/** No server can answer these; the member can. */
function unknowable({ user, newerBackupDeleted }: WipeVerdict & { readonly user: UserId }): readonly string[] {
  const deleted =
    "  Whether the recovery key opens this backup: a newer one was deleted, and the stored key may be that one's. Let the member recover on another device first.";
  return [
    "What no server can know:",
    `  Whether ${user} has the recovery key. Ask for this, on the member's own machine:  npx chatkeep recovery check-key`,
    `  Whether all messages from before the last ${countedDays} days are in the backup. Ask the member to open an old conversation on the other device.`,
    ...(newerBackupDeleted ? [deleted] : []),
    "  Files and drafts that are on the device alone.",
  ];
}

function lackLines(lack: Lack): readonly string[] {
  const [found, advice] = sentences(lack);
  return [`  ${found}.`, `      ${advice}.`];
}

type Sentences = readonly [found: string, advice: string];

const changeKey = "Change the recovery key in the app on this device, and store the new one";

/** What is said of a lack that has no details. */
const always = {
  "no other device": [
    "There is no other device that encrypts",
    "Sign in on the new device while this one still works, and confirm it",
  ],
  locked: ["The account is locked, so no device can be used", "Unlock it: `npx chatkeep account unlock NAME`"],
  "no identity": [
    "The member's signing keys are not set up, so no device can be confirmed",
    "Set up recovery in the app on this device",
  ],
  "no recovery key": ["There is no recovery key", "Set up recovery in the app on this device, and store the key"],
  "identity not stored": ["The recovery key does not open the member's identity", changeKey],
  "no backup": [
    "The keys of messages are not backed up",
    "Set up recovery in the app on this device, and leave the app open until it is done",
  ],
  "backup switched off": [
    "The member switched the backup of keys off",
    "Switch it on in the app on this device, and leave the app open until it is done",
  ],
  "backup key not stored": ["The recovery key does not open the key backup", changeKey],
} as const satisfies Partial<Record<Lack["kind"], Sentences>>;

function sentences(lack: Lack): Sentences {
  switch (lack.kind) {
    case "others not confirmed":
      return [
        `${lack.devices.map(named).join(", ")}: not confirmed, so it gets no older messages`,
        "Confirm it with this device (compare the emojis), or with the recovery key",
      ];
    case "others not in use":
      return [
        `${lack.devices.map(named).join(", ")}: confirmed, but not used lately`,
        "Open the app there, and read an older message on it",
      ];
    case "backup not trusted":
      return [
        `Apps do not trust the key backup (version ${lack.version}): the member's identity of today did not sign it`,
        changeKey,
      ];
    case "sessions missing":
      return [
        `${lack.missing} of ${lack.known} sessions of the last ${countedDays} days are not in the backup`,
        "Leave the app open and online on this device, and ask again. If the number stays, these may be messages that no device of the member can read; export the room keys on this device first, to be sure",
      ];
    default:
      return always[lack.kind];
  }
}
