import jsqr from "jsqr";

/** Pixels as a browser's canvas has them: four bytes each, row by row. */
export interface Pixels {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/** What the QR code in a picture says; null where there is none. */
export function readQrCode({ data, width, height }: Pixels): string | null {
  return jsqr.default(data, width, height)?.data ?? null;
}

/** Paints an SVG path made of rows of modules (`M x y h n …`), black on white, so that it can be read as a camera would. */
export function paintModules(path: string, size: number, pixelsEach = 4): Pixels {
  const width = size * pixelsEach;
  const data = new Uint8ClampedArray(width * width * 4).fill(255);
  for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g))
    paintRow(data, width, { x: Number(x), y: Number(y), length: Number(length), pixelsEach });
  return { data, width, height: width };
}

interface Row {
  readonly x: number;
  readonly y: number;
  readonly length: number;
  readonly pixelsEach: number;
}

function paintRow(data: Uint8ClampedArray, width: number, { x, y, length, pixelsEach }: Row): void {
  for (let line = y * pixelsEach; line < (y + 1) * pixelsEach; line++)
    for (let column = x * pixelsEach; column < (x + length) * pixelsEach; column++)
      data.fill(0, (line * width + column) * 4, (line * width + column) * 4 + 3);
}
