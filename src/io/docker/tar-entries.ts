/** One file or folder of a tar archive. */
export interface TarEntry {
  /** As the archive has it; a folder's ends in `/`. */
  readonly path: string;
  readonly isFolder: boolean;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly content: Buffer;
}

const block = 512;

/** The files and folders of an archive, whose heads are blocks of 512 bytes with octal numbers (tar(5), "POSIX ustar Archives"). */
export function* tarEntries(archive: Buffer): Generator<TarEntry> {
  for (let at = 0; at + block <= archive.length && archive[at] !== 0; ) {
    const head = archive.subarray(at, at + block);
    const size = octal(head, 124, 12);
    const type = head.toString("latin1", 156, 157);
    const content = archive.subarray(at + block, at + block + size);
    if (isFileOrFolder(type)) yield entryOf(head, type, content);
    at += block + Math.ceil(size / block) * block;
  }
}

/** The others are links, devices and further attributes. */
function isFileOrFolder(type: string): boolean {
  return type === "0" || type === "\0" || type === "5";
}

function entryOf(head: Buffer, type: string, content: Buffer): TarEntry {
  const prefix = text(head, 345, 155);
  const [mode, uid, gid] = [octal(head, 100, 8), octal(head, 108, 8), octal(head, 116, 8)];
  const path = `${prefix === "" ? "" : `${prefix}/`}${text(head, 0, 100)}`;
  return { path, isFolder: type === "5", mode, uid, gid, content };
}

function octal(head: Buffer, at: number, length: number): number {
  return Number.parseInt(text(head, at, length).trim() || "0", 8);
}

function text(head: Buffer, at: number, length: number): string {
  return head.toString("utf8", at, at + length).replace(/\0.*$/s, "");
}
