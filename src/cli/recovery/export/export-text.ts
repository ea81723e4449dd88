import type { Exported } from "../../../actions/recovery/export/export.ts";
import { many } from "../../../actions/recovery/export/page-texts.ts";

/** What is said at the end of an export. */
export function exportedText({ rooms, added, counts }: Exported): string {
  const lines = [
    "",
    `${many(added, "new event")}; ${many(counts.events, "event")} in ${many(rooms.length, "room")}, ${many(counts.files, "file")}.`,
    ...(counts.unreadable === 0
      ? []
      : [
          `${many(counts.unreadable, "message")} could not be decrypted: their keys are not there. If an app of yours still shows them, export the keys there and run this again with --key-file.`,
        ]),
    ...(counts.filesMissing === 0
      ? []
      : [`${many(counts.filesMissing, "file")} could not be fetched; the page says which.`]),
  ];
  return lines.join("\n");
}
