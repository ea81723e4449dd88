import type { InPlacePlan } from "../../actions/backup/restore/in-place.ts";
import type { RestorePlan } from "../../actions/backup/restore/restore.ts";
import type { Restored } from "../../actions/backup/restore/serve-filled.ts";
import { onThisStack } from "../../actions/session.ts";
import { versionLines } from "../../operations/backup/restore/versions.ts";
import { formatAge } from "../../operations/backup/run/ages.ts";

/** What will be done and what it means, for a person to agree to. */
export function showRestorePlan(plan: RestorePlan): string {
  const { stack, manifest, now, volumes, isFilled, files, erasures, changes } = plan;
  const { serverName, archive, at, database, media } = manifest;
  const rows = (table: string) => (database.tables[table]?.rows ?? 0).toLocaleString("en");
  return [
    `The stack ${stack} becomes the server ${serverName} again, as it was at ${spoken(at)} (${formatAge(now.getTime() - Date.parse(at))} ago).`,
    `The archive ${archive} holds ${rows("users")} accounts, ${rows("events")} events and ${media.files.toLocaleString("en")} media files (${mebibytes(media.bytes)} MiB).`,
    ...(media.missing.length === 0
      ? []
      : [`${media.missing.length} media files that the database names were deleted before, and stay lost.`]),
    ...versionLines(changes),
    "",
    `Everything from after ${spoken(at)} is lost: messages, files, rooms, accounts, changed passwords.`,
    "Members who signed in later are signed out, and an app that is signed out may delete its keys: they need their recovery keys at hand.",
    ...erasureLines(erasures),
    "",
    isFilled ? "The restore that did not end has filled the volumes:" : "This creates the volumes:",
    ...volumes.map((name) => `  ${isFilled ? "=" : "+"} ${name}`),
    isFilled ? "This writes what is still missing of:" : "and writes:",
    ...files.map((path) => `  + ${path}`),
    "Then `up` starts the server from them. Afterwards, no other machine may run this server.",
  ].join("\n");
}

/** How it ended. */
export function showRestored(
  stack: string,
  { manifest, findings, pending, seconds }: Restored,
  { json }: { readonly json: boolean },
): string {
  const { serverName, archive, at } = manifest;
  if (json) return JSON.stringify({ version: 1, stack, ...summary({ manifest, findings, pending, seconds }) });
  const all = Object.values(seconds).reduce((sum, each) => sum + each, 0);
  return [
    `${serverName} serves again, from the archive ${archive} (${Math.round(all)} s: ${stages(seconds)}).`,
    findings.length === 0
      ? "What came back is what the archive's manifest says: every table, every sequence, every media file."
      : `${findings.length} differences from the manifest were let pass.`,
    ...pending,
    `Everything from after ${spoken(at)} is lost. Tell members: those who are signed out sign in again and type their recovery key.`,
    "Next:",
    `  ${onThisStack("check", stack)}`,
    `  ${onThisStack("backup now", stack)}`,
    `  ${onThisStack("team status", stack)}   (with a roster: who is in it, and not on the server)`,
  ].join("\n");
}

/** What a restore in place does and what it takes away, for a person to agree to. */
export function showInPlacePlan({
  stack,
  manifest,
  now,
  newer,
  volumes,
  aside,
  erasures,
  changes,
}: InPlacePlan): string {
  const { serverName, archive, at } = manifest;
  return [
    `The data of ${serverName} (the stack ${stack}) is set back to what it was at ${spoken(at)} (${formatAge(now.getTime() - Date.parse(at))} ago), by the archive ${archive}.`,
    ...newerLines(newer, at),
    ...versionLines(changes),
    ...erasureLines(erasures),
    "Members who signed in later are signed out, and an app that is signed out may delete its keys: they need their recovery keys at hand.",
    "",
    `What is there now is moved into the folder ${aside} of each of these volumes, and not deleted:`,
    ...volumes.map((name) => `  ~ ${name}`),
    "Meanwhile, the proxy holds requests for two minutes, and then answers with an error.",
  ].join("\n");
}

function erasureLines(erasures: RestorePlan["erasures"]): readonly string[] {
  if (erasures.length === 0) return [];
  const members = erasures.map(({ user, at }) => `  - ${user} (${spoken(at)})`);
  return ["These members were offboarded after it, and are again once the server runs:", ...members];
}

function newerLines(newer: InPlacePlan["newer"], at: string): readonly string[] {
  if (newer === null) return ["The database that is there does not open, so what is newer in it is not known."];
  const { events, rooms, accounts, newest } = newer;
  if (events === 0 && accounts.length === 0) return [`Nothing was written after ${spoken(at)}.`];
  const last = newest === null ? "" : `, the last at ${spoken(newest)}`;
  const made = accounts.length === 0 ? "" : `, and the accounts ${accounts.join(", ")}`;
  return [
    `What came after that is lost: ${events.toLocaleString("en")} ${events === 1 ? "event" : "events"} in ${rooms} ${rooms === 1 ? "room" : "rooms"}${last}${made}.`,
  ];
}

/** How a restore in place ended. */
export function showSetBack(
  stack: string,
  { aside, ...done }: Restored & { readonly aside: string },
  { json }: { readonly json: boolean },
): string {
  if (json) return JSON.stringify({ version: 1, stack, ...summary(done), aside });
  return [
    showRestored(stack, done, { json }),
    `The data of before lies in the folder ${aside} of its volumes. When you are sure that you do not need it:  ${onThisStack("restore --delete-set-aside", stack)}`,
  ].join("\n");
}

function summary({ manifest: { serverName, archive, at }, findings, pending, seconds }: Restored) {
  return { serverName, archive, at, findings, pending, seconds };
}

/** Database and files are restored side by side: the sum is a little more than what passed. */
function stages(seconds: Restored["seconds"]): string {
  return Object.entries(seconds)
    .map(([name, each]) => `${name} ${each.toFixed(1)}`)
    .join(", ");
}

/** Such as `2026-11-30 10:15 UTC`. */
function spoken(time: string): string {
  return `${time.slice(0, 16).replace("T", " ")} UTC`;
}

function mebibytes(bytes: number): string {
  return (bytes / 2 ** 20).toLocaleString("en", { maximumFractionDigits: 1 });
}
