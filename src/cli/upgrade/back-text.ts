import { onThisStack } from "../../actions/session.ts";
import type { RollBackPlan } from "../../actions/upgrade/roll-back.ts";
import { mebibytes } from "../../operations/upgrade/preflight.ts";
import type { UpgradeFolder } from "../../operations/upgrade/volume.ts";

/** What going back means. */
export function showRollBack({ from, to, since, newer, kept }: RollBackPlan): string {
  return [
    `The server goes back from Postgres ${from} to Postgres ${to}, with its data as of ${since ?? "before the upgrade"}.`,
    ...newerLines(newer),
    `  What is served now is kept in the folder ${kept} of the volume.`,
  ].join("\n");
}

function newerLines(newer: RollBackPlan["newer"]): readonly string[] {
  if (newer === null) return ["  What was written since cannot be told."];
  const { events, rooms, newest, accounts } = newer;
  if (events === 0 && accounts.length === 0) return ["  No event and no account came since."];
  const last = newest === null ? "" : `, the last at ${newest}`;
  return [
    `  Written since, and not served afterwards: ${events} ${events === 1 ? "event" : "events"} in ${rooms} ${rooms === 1 ? "room" : "rooms"}${last}.`,
    ...(accounts.length === 0 ? [] : [`  Accounts made since: ${accounts.join(", ")}.`]),
    "  Members who signed in since are signed out, and an app that is signed out may delete the keys that it holds: have recovery keys at hand.",
  ];
}

/** That it went back. */
export function showRolledBack(stack: string, { to, kept }: RollBackPlan): string {
  return [
    `The server runs on Postgres ${to} again. What was served before is in the folder ${kept} of the volume.`,
    `To delete that for good:  ${onThisStack("upgrade postgres --delete-old", stack)}`,
  ].join("\n");
}

/** What was set aside. */
export function showOld(folders: readonly UpgradeFolder[]): string {
  return [
    `These clusters were set aside in the database's volume. Deleting them frees ${mebibytes(bytesOf(folders))}, and there is no going back to them:`,
    ...folders.map(
      ({ name, major, bytes }) => `  ${name}  Postgres ${major ?? "of no known version"}, ${mebibytes(bytes)}`,
    ),
  ].join("\n");
}

/** What was deleted. */
export function showDeleted(folders: readonly UpgradeFolder[]): string {
  if (folders.length === 0) return "No cluster was set aside: there is nothing to delete.";
  const names = folders.map(({ name }) => name).join(", ");
  return `Deleted: ${names}. That freed ${mebibytes(bytesOf(folders))}.`;
}

function bytesOf(folders: readonly UpgradeFolder[]): number {
  return folders.reduce((sum, { bytes }) => sum + bytes, 0);
}
