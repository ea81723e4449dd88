import type { FilesPlan, FilesRestored } from "../../actions/backup/restore/files/restore-files.ts";
import { addressOf } from "../../operations/backup/files/asked.ts";
import type { FileFate, JudgedFile } from "../../operations/backup/files/judge.ts";
import { encryptedRoomNext } from "../../operations/backup/files/refuse-missing.ts";
import { formatBytes } from "../../operations/backup/run/ages.ts";
import { columns } from "../../render/columns.ts";

/** A person reads so many; `--json` has all. */
const most = 40;

/** What will be done, for a person to agree to. */
export function showFilesPlan(plan: FilesPlan): string {
  const { manifest, files, folder, serverName, chosen } = plan;
  const shown = chosen.slice(0, most).map((file) => rowOf(file, serverName));
  const bytes = chosen.reduce((sum, file) => sum + file.bytes, 0);
  return [
    `From the archive ${manifest.archive}, as it was at ${spoken(manifest.at)}:`,
    "",
    ...columns([["FILE", "SIZE", "UPLOADED BY", "AT", "NAME"], ...shown]),
    ...(chosen.length > most ? [`and ${chosen.length - most} more`] : []),
    "",
    folder === null
      ? `${filesOf(chosen.length)} (${formatBytes(bytes)}) will be put back into the running server, with thumbnails. Nothing else is changed.`
      : `${filesOf(chosen.length)} (${formatBytes(bytes)}) will be written into ${folder}. The server is not changed.`,
    ...remarks(files, plan),
  ].join("\n");
}

function rowOf({ id, name, bytes, user, uploaded, isQuarantined }: JudgedFile, server: string): readonly string[] {
  const said = `${name === null ? "-" : printable(name)}${isQuarantined ? " (in quarantine, and stays so)" : ""}`;
  return [addressOf(id, server), formatBytes(bytes), user, spoken(uploaded), said];
}

/** Names are what members wrote: nothing in them may speak to the terminal. */
function printable(name: string): string {
  return name.replace(/\p{C}/gu, "?").slice(0, 60);
}

/** What does not come back, and why. */
function remarks(
  files: readonly JudgedFile[],
  { folder, serverName, isEncrypted, chosen }: Pick<FilesPlan, "folder" | "serverName" | "isEncrypted" | "chosen">,
): readonly string[] {
  const withFate = (fate: FileFate) => files.filter((file) => file.fate === fate);
  const [there, erased, missing] = (["is there", "erased", "missing"] as const).map(withFate);
  const members = [...new Set(erased?.map(({ user }) => user))].join(", ");
  const unread = chosen.some(({ name }) => name === null) && folder !== null;
  return [
    ...(folder !== null || there?.length === 0 ? [] : [`On the server, and left as they are: ${there?.length}.`]),
    ...(erased?.length === 0
      ? []
      : [`Not brought back, because their owner was erased since: ${erased?.length} (${members}).`]),
    ...(missing?.length === 0
      ? []
      : [`Gone already when the archive was made: ${missing?.length}. An earlier archive may have them (--archive).`]),
    ...(unread ? ["Files without a name are mostly those of encrypted rooms: only members' apps can open them."] : []),
    ...(isEncrypted ? [encryptedRoomNext(serverName)] : []),
  ];
}

/** How it ended. */
export function showFilesRestored(done: FilesRestored): string {
  const { asked, manifest, files, folder, restored, differing, serverName, chosen } = done;
  if (chosen.length === 0)
    return [`There is nothing to do: ${nothingToDo(done)}`, ...remarks(files, { ...done, folder: "" })].join("\n");
  return [
    folder === null
      ? `${counted(restored.length)} back on the server, from the archive ${manifest.archive} (${asked}). Apps show them again when they are opened again.`
      : `${counted(restored.length)} in ${folder}, from the archive ${manifest.archive} (${asked}).`,
    ...differing.map(
      (id) =>
        `${addressOf(id, serverName)} was left out: its bytes in the archive are not those that the archive names.`,
    ),
  ].join("\n");
}

function nothingToDo({ asked, manifest, files }: FilesRestored): string {
  const there = files.filter(({ fate }) => fate === "is there").length;
  if (there === files.length)
    return `the server has all that the archive ${manifest.archive} has of ${asked} (${filesOf(files.length)}).`;
  return `of ${asked}, the archive ${manifest.archive} has nothing that can come back.`;
}

/** The same for a program. */
export function filesJson(stack: string, done: FilesRestored): string {
  const { asked, manifest, files, folder, restored, differing, isEncrypted, serverName } = done;
  return JSON.stringify({
    version: 1,
    stack,
    ...{ asked, archive: manifest.archive, at: manifest.at, folder, isEncrypted },
    files: files.map((file) => ({ address: addressOf(file.id, serverName), ...file })),
    restored: restored.map((id) => addressOf(id, serverName)),
    differing: differing.map((id) => addressOf(id, serverName)),
  });
}

function counted(count: number): string {
  return `${filesOf(count)} ${count === 1 ? "is" : "are"}`;
}

function filesOf(count: number): string {
  return count === 1 ? "1 file" : `${count} files`;
}

function spoken(time: string): string {
  return `${time.slice(0, 16).replace("T", " ")} UTC`;
}
