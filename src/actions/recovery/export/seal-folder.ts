import { join } from "node:path";
import { disk } from "../../../io/machine/files.ts";
import { tarOf } from "../../../io/machine/streams/tar-folder.ts";
import { writeStream } from "../../../io/machine/streams/write-stream.ts";
import type { Recipient } from "../../../keys/recipients.ts";
import { sealStream } from "../../../keys/seal.ts";

/** What of a folder is history; the rest says whose it is. */
const history = ["history.html", "history.jsonl", "rooms"] as const;

/** Puts a finished history into one sealed archive, and removes the open files once it is whole: the next run begins at the beginning. */
export async function sealFolder(folder: string, recipients: readonly Recipient[]): Promise<string> {
  const path = join(folder, "history.tar.age");
  await writeStream(path, await sealStream(recipients, tarOf(folder, history)));
  for (const name of history) await disk.remove(join(folder, name));
  return path;
}
