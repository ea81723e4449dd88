import { type Duration, parseDuration } from "../../../../src/kinds/duration.ts";
import type { UserId } from "../../../../src/kinds/names.ts";
import type { DeviceFacts, MemberFacts } from "../../../../src/operations/recovery/audit/facts.ts";

/** The moment at which these tests are. */
export const now = new Date("2026-11-30T12:00:00.000Z");

/** A time before that, as an ISO time. */
export function ago(text: string): string {
  return new Date(now.getTime() - durationOf(text)).toISOString();
}

/** A duration as it is written in settings. */
export function durationOf(text: string): Duration {
  const found = parseDuration(text);
  if (found === null) throw new Error(`no duration: ${text}`);
  return found;
}

/** A device that is confirmed and was used today. */
export function device(id: string, more: Partial<DeviceFacts> = {}): DeviceFacts {
  return { id, name: `${id} of Ana`, lastSeen: ago("1 hour"), encryption: "signed", since: ago("100 days"), ...more };
}

/** A member who has an old device and a new one, and is ready to lose the old one. */
export const ready: MemberFacts = {
  user: "@ana:acme.test" as UserId,
  displayName: "Ana",
  locked: false,
  created: ago("200 days"),
  lastSeen: ago("1 hour"),
  devices: [device("OLD"), device("NEW")],
  identity: { resets: 0, complete: true },
  secretStorage: { key: "set", passphrase: false, holdsIdentity: true, holdsBackup: true },
  backup: { version: "1", newerDeleted: false, keys: 12, signedBy: "identity" },
  backupSwitchedOff: false,
  sessions: { known: 10, backedUp: 10 },
};
