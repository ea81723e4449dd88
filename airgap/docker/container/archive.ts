/** One file of an archive; it belongs to root. */
export type ArchiveFile = { readonly path: string; readonly mode: number; readonly content: Buffer };

const block = 512;

/** Writes a tar archive in the ustar format (POSIX pax(1), "ustar Interchange Format"). */
export function writeArchive(files: readonly ArchiveFile[]): Buffer {
  const members = files.flatMap((file) => [
    writeHeader(file),
    file.content,
    Buffer.alloc(padding(file.content.length)),
  ]);
  return Buffer.concat([...members, Buffer.alloc(2 * block)]);
}

function writeHeader({ path, mode, content }: ArchiveFile): Buffer {
  const header = Buffer.alloc(block);
  const { prefix, name } = splitPath(path);
  header.write(name, 0);
  header.write(octal(mode, 7), 100);
  header.write(octal(0, 7), 108); // owner: root
  header.write(octal(0, 7), 116); // group: root
  header.write(octal(content.length, 11), 124);
  header.write(octal(Math.floor(Date.now() / 1000), 11), 136);
  header.write(" ".repeat(8), 148); // the checksum counts its own field as spaces
  header.write("0", 156); // a regular file
  header.write("ustar\x0000", 257);
  header.write(prefix, 345);
  header.write(
    `${octal(
      header.reduce((sum, byte) => sum + byte, 0),
      6,
    )}\0 `,
    148,
  );
  return header;
}

function splitPath(path: string): { readonly prefix: string; readonly name: string } {
  const bytes = Buffer.byteLength(path);
  if (bytes <= 100) return { prefix: "", name: path };
  const slash = path.indexOf("/", path.length - 101);
  const parts = { prefix: path.slice(0, slash), name: path.slice(slash + 1) };
  if (bytes !== path.length || slash < 1 || parts.prefix.length > 155)
    throw new Error(`uploads: the path ${path} is too long for a tar archive. Choose one of at most 100 bytes.`);
  return parts;
}

function octal(number: number, digits: number): string {
  return number.toString(8).padStart(digits, "0");
}

function padding(length: number): number {
  return (block - (length % block)) % block;
}
