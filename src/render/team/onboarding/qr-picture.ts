import { crc32, deflateSync } from "node:zlib";
import { encode } from "uqr";

/** How many pixels wide a module is: mail programs do not enlarge pictures. */
const pixels = 6;

/** A QR code as a PNG of black and white (PNG specification, third edition), for mail programs, which show no SVG. */
export function qrPicture(text: string): Uint8Array {
  const { data } = encode(text, { ecc: "M", border: 4 });
  const width = data.length * pixels;
  const rows = data.flatMap((row) => Array<Buffer>(pixels).fill(scanline(row, width)));
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(width, 4);
  header.writeUInt8(1, 8); // one bit a pixel, greyscale
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const chunks = [
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.concat(rows))),
    chunk("IEND", Buffer.alloc(0)),
  ];
  return Buffer.concat([signature, ...chunks]);
}

/** One row of pixels without a filter; a bit that is set is white. */
function scanline(row: readonly boolean[], width: number): Buffer {
  const line = Buffer.alloc(1 + Math.ceil(width / 8));
  for (let x = 0; x < width; x++)
    if (row[Math.floor(x / pixels)] !== true) line[1 + (x >> 3)] = (line[1 + (x >> 3)] ?? 0) | (0x80 >> (x & 7));
  return line;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
