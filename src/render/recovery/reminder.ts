import type { Plan } from "../../plan/plan.ts";

/** What a member can be reminded of; the same words as the audit's. */
type Reason =
  | "noCrossSigning"
  | "noSecretStorage"
  | "noBackup"
  | "backupNotTrusted"
  | "backupKeyNotStored"
  | "backupSwitchedOff"
  | "resetNotRedone"
  | "unsignedDevice"
  | "staleDevice"
  | "initialPassword";

/** For each: what is missing, what to do, and the id of the page that says how, or the path of one where it is done. */
const lines: Readonly<Record<Reason, readonly [text: string, page: string]>> = {
  noCrossSigning: [
    "Your keys are not set up. If you lose your device, your messages are lost. Set up recovery today",
    "first-day",
  ],
  noSecretStorage: [
    "Recovery is not set up. If you lose your devices, your messages are lost. Set it up today",
    "first-day",
  ],
  noBackup: [
    "The keys of your messages are not backed up. If you lose your devices, your messages are lost. Set up recovery today",
    "first-day",
  ],
  backupNotTrusted: [
    "Your apps do not trust the backup of your keys and do not write to it. Change your recovery key",
    "lost-key",
  ],
  backupKeyNotStored: ["Your recovery key does not open the backup of your keys. Change your recovery key", "lost-key"],
  backupSwitchedOff: [
    "The backup of your keys is switched off. If you lose your devices, your messages are lost. Set up recovery again",
    "first-day",
  ],
  resetNotRedone: ["Your keys were reset, and recovery is not set up again. Set it up today", "first-day"],
  unsignedDevice: [
    "A device of yours is not confirmed. Others may not be able to read what you write there. Confirm it, or sign it out",
    "new-device",
  ],
  staleDevice: ["A device of yours was not used for a long time. If you no longer have it, sign it out", "lost-device"],
  initialPassword: ["You still use the password of your sheet. Choose one of your own", "/password"],
};

/** The pages with procedures that reminders name. */
export const reminderPages: readonly string[] = [
  ...new Set(Object.values(lines).flatMap(([, page]) => (page.startsWith("/") ? [] : [page]))),
];

/** A reminder as it is sent: without encryption, so it names no device and nothing else that is not the member's to share. */
export function reminderText(
  reasons: readonly Reason[],
  { baseUrl, serverName }: Pick<Plan, "baseUrl" | "serverName">,
): string {
  return [
    `A reminder from ${serverName} about your ${reasons.includes("initialPassword") ? "account" : "keys"}.`,
    ...reasons.map((reason) => {
      const [text, page] = lines[reason];
      return `${text}: ${baseUrl}${page.startsWith("/") ? page : `/recovery/${page}`}`;
    }),
    "Administrators never ask for your recovery key. Type it only into your chat app. This message is not encrypted.",
  ].join("\n\n");
}
