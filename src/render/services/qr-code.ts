import { encode } from "uqr";

/** A QR code to draw: its width in modules, the quiet zone included, and the dark modules as one SVG path. */
export interface QrCode {
  readonly size: number;
  readonly path: string;
}

/** The QR code of a text, with the quiet zone of four modules that ISO/IEC 18004 asks for. */
export function qrCode(text: string): QrCode {
  const { data, size } = encode(text, { ecc: "M", border: 4 });
  return { size, path: data.flatMap((row, y) => runs(row).map(([x, length]) => bar(x, y, length))).join("") };
}

function bar(x: number, y: number, length: number): string {
  return `M${x} ${y}h${length}v1h-${length}z`;
}

/** Where in a row dark modules begin, and how many follow one another. */
function runs(row: readonly boolean[]): readonly (readonly [number, number])[] {
  const starts = row.flatMap((dark, x) => (dark && !row[x - 1] ? [x] : []));
  return starts.map((start) => {
    const end = row.indexOf(false, start);
    return [start, (end === -1 ? row.length : end) - start];
  });
}
