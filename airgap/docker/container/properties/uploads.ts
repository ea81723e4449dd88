import { record, set } from "../../../table/compound.ts";
import { isEmpty, type Properties } from "../../../table/plain.ts";
import { flag, text } from "../../../table/shape.ts";
import { type ArchiveFile, writeArchive } from "../archive.ts";

/** One file that is put into a container before it starts. `source` (a path on the operator's machine) is not known here:
 * Pulumi would not see its content change. */
export const upload = record(
  {
    file: text({ required: true }),
    content: text(),
    contentBase64: text({ pattern: /^[A-Za-z0-9+/]*={0,2}$/, like: "base64" }),
    executable: flag(),
    permissions: text({ pattern: /^0[0-7]{3}$/, like: 'a mode such as "0400"' }),
  },
  ({ content, contentBase64 }) =>
    isEmpty(content) === isEmpty(contentBase64) ? "write either content or contentBase64, and not an empty one" : null,
);

/** The files to put into a container, as a tar archive to unpack at its root; null when there are none. */
export async function archiveUploads(inputs: Properties): Promise<Buffer | null> {
  const files = set(upload).read(inputs.uploads);
  return files.length === 0 ? null : await writeArchive(files.map(toArchiveFile));
}

function toArchiveFile({
  file,
  content,
  contentBase64,
  executable,
  permissions,
}: ReturnType<typeof upload.read>): ArchiveFile {
  const preset = executable ? 0o744 : 0o644;
  return {
    path: file,
    mode: permissions === "" ? preset : Number.parseInt(permissions, 8),
    content: content === "" ? Buffer.from(contentBase64, "base64") : Buffer.from(content),
  };
}
