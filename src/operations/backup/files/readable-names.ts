import type { ArchivedFile } from "./archived-files.ts";

/** Endings of files that their uploader gave no name, by their type. */
const endings: Readonly<Record<string, string>> = {
  "application/pdf": "pdf",
  "audio/ogg": "ogg",
  "image/gif": "gif",
  "image/jpeg": "jpg",
  "image/png": "png",
  "image/webp": "webp",
  "text/plain": "txt",
  "video/mp4": "mp4",
};

/** A name in a folder for each file, by its id: as its uploader called it, as far as a disk takes that, and none twice. */
export function readableNames(files: readonly ArchivedFile[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  const names = new Map<string, string>();
  for (const file of files) {
    const name = freeName(wishedName(file), taken);
    taken.add(name.toLowerCase());
    names.set(file.id, name);
  }
  return names;
}

/** Without what means something to a disk or a terminal, and without a dot at the beginning, which would hide it. */
function wishedName({ id, name, type }: ArchivedFile): string {
  const safe = (name ?? "")
    .normalize("NFC")
    .replace(/[\p{C}/\\:*?"<>|]+/gu, "-")
    .replace(/^[.\s-]+|[.\s]+$/g, "");
  const short = Buffer.byteLength(safe) > 200 ? "" : safe;
  const ending = endings[type];
  return short !== "" ? short : `${id}${ending === undefined ? "" : `.${ending}`}`;
}

function freeName(wished: string, taken: ReadonlySet<string>): string {
  const [, stem = wished, ending = ""] = /^(.+?)(\.[^.]+)?$/.exec(wished) ?? [];
  for (let number = 1; ; number++) {
    const name = number === 1 ? wished : `${stem}-${number}${ending}`;
    if (!taken.has(name.toLowerCase())) return name;
  }
}
