import type { Removed } from "../../actions/recovery/devices/remove.ts";
import type { UserId } from "../../kinds/names.ts";
import type { DeviceFacts } from "../../operations/recovery/audit/facts.ts";
import type { Removal } from "../../operations/recovery/devices/remove.ts";
import { columns } from "../../render/columns.ts";
import { shownText } from "../../render/shown-text.ts";

/** A device with its judgement. */
type Judged = DeviceFacts & { readonly stale: boolean };

/** All devices of a member, a line each: the id first, since names are the member's own and may be alike. */
export function listLines(user: UserId, devices: readonly Judged[]): readonly string[] {
  if (devices.length === 0) return [`${user} has no device that is signed in.`];
  return columns([
    ["DEVICE", "NAME", "CONFIRMED", "LAST SEEN", "STATE"],
    ...devices.map((device) => [
      device.id,
      shownText(device.name ?? ""),
      confirmed[device.encryption],
      device.lastSeen === null ? "never" : device.lastSeen.slice(0, 10),
      device.stale ? "stale" : "",
    ]),
  ]);
}

const confirmed: Readonly<Record<DeviceFacts["encryption"], string>> = {
  signed: "yes",
  unsigned: "no",
  none: "does not encrypt",
};

/** A device in a sentence. */
export function named({ id, name }: Pick<DeviceFacts, "id" | "name">): string {
  return name === null ? id : `${id} (${shownText(name)})`;
}

/** What is asked before devices are signed out. */
export function removalQuestion(user: UserId, { devices, kept, leavesNone }: Removal): string {
  const what = devices.map(named).join(", ");
  const last = leavesNone
    ? " No device is left that can read older messages: without the recovery key they are lost, and what others send until a new device signs in cannot be read either."
    : "";
  return `Sign out ${what} of ${user}?${keptSentence(kept)}${last}`;
}

/** What was done. */
export function removedLines({ user, removed, removal }: Removed): readonly string[] {
  const kept = keptSentence(removal.kept).trim();
  const lines = kept === "" ? [] : [kept];
  if (removed.length === 0) return [`No device of ${user} had to be signed out.`, ...lines];
  return [
    `Signed out and verified: ${removal.devices
      .filter(({ id }) => removed.includes(id))
      .map(named)
      .join(", ")} of ${user}. No token lets ${removed.length === 1 ? "it" : "them"} in.`,
    ...lines,
  ];
}

function keptSentence(kept: DeviceFacts | null): string {
  return kept === null
    ? ""
    : ` ${named(kept)} is stale too and stays: it is the last one that can confirm a new device or read older messages.`;
}
