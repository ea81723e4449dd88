import jsqr from "jsqr";
import type { Locator, Page } from "playwright-core";

/** Pixels as a browser's canvas has them: four bytes each, row by row. */
export interface Pixels {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/** What the QR code in a picture says, dark on light as cameras want it; null where there is none. */
export function readQrCode({ data, width, height }: Pixels): string | null {
  return jsqr.default(data, width, height, { inversionAttempts: "dontInvert" })?.data ?? null;
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

/** What the QR code says that a browser shows in one place, read from a picture of the screen. */
export async function readShownCode(shown: Locator, blank: Page): Promise<string | null> {
  const png = (await shown.screenshot()).toString("base64");
  const pixels: { readonly bytes: string; readonly width: number; readonly height: number } = await blank.evaluate(
    `(async () => {
      const bytes = Uint8Array.from(atob("${png}"), (character) => character.charCodeAt(0));
      const picture = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
      const { width, height } = picture;
      const canvas = new OffscreenCanvas(width, height).getContext("2d");
      canvas.drawImage(picture, 0, 0);
      const data = canvas.getImageData(0, 0, width, height).data;
      return { bytes: btoa(Array.from(data, (byte) => String.fromCharCode(byte)).join("")), width, height };
    })()`,
  );
  return readQrCode({ ...pixels, data: Uint8ClampedArray.from(Buffer.from(pixels.bytes, "base64")) });
}
