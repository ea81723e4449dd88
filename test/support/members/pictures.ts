import { crc32, deflateSync } from "node:zlib";

/** A picture that is small to send and takes much memory to make smaller. */
export interface Picture {
  readonly type: "image/png" | "image/gif" | "image/webp";
  readonly bytes: Buffer;
}

/** A still picture (PNG, third edition), transparent all over. */
export function png(width: number, height: number): Picture {
  return pngOf([header(width, height), chunk("IDAT", deflateSync(Buffer.alloc((width * 4 + 1) * height)))]);
}

/** A moving one: a first frame of its full size, then frames of one pixel each. */
export function movingPng(frames: number, width: number, height: number): Picture {
  const pixel = deflateSync(Buffer.alloc(5));
  const further = Array.from({ length: frames - 1 }, (_, index) => [
    chunk("fcTL", Buffer.concat([numbers(index * 2 + 1, 1, 1, 0, 0), timing])),
    chunk("fdAT", Buffer.concat([numbers(index * 2 + 2), pixel])),
  ]).flat();
  const first = deflateSync(Buffer.alloc((width * 4 + 1) * height));
  const control = chunk("fcTL", Buffer.concat([numbers(0, width, height, 0, 0), timing]));
  return pngOf([header(width, height), chunk("acTL", numbers(frames, 0)), control, chunk("IDAT", first), ...further]);
}

/** A moving one (GIF89a) whose frames are a pixel each on a screen of that size. */
export function movingGif(frames: number, width: number, height: number): Picture {
  const screen = Buffer.from([...u16(width), ...u16(height), 0x80, 0, 0, 0, 0, 0, 255, 255, 255]);
  const frame = [0x21, 0xf9, 4, 4, 5, 0, 0, 0, 0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0];
  const all = Array.from({ length: frames }, () => Buffer.from(frame));
  return { type: "image/gif", bytes: Buffer.concat([Buffer.from("GIF89a"), screen, ...all, Buffer.from([0x3b])]) };
}

/** A moving one (WebP container specification) whose frames are a pixel each on a canvas of that size. */
export function movingWebp(frames: number, width: number, height: number): Picture {
  const pixel = riff("VP8L", Buffer.from("LwAAABAHEBERiIj+BwA=", "base64"));
  const frame = riff("ANMF", Buffer.concat([Buffer.from([...Array(12).fill(0), 50, 0, 0, 0]), pixel]));
  const canvas = Buffer.from([0x12, 0, 0, 0, ...u24(width - 1), ...u24(height - 1)]);
  const body = [riff("VP8X", canvas), riff("ANIM", Buffer.alloc(6)), ...Array.from({ length: frames }, () => frame)];
  return { type: "image/webp", bytes: riff("RIFF", Buffer.concat([Buffer.from("WEBP"), ...body])) };
}

const timing = Buffer.from([0, 5, 0, 100, 0, 0]);

function header(width: number, height: number): Buffer {
  return chunk("IHDR", Buffer.concat([numbers(width, height), Buffer.from([8, 6, 0, 0, 0])]));
}

function pngOf(chunks: readonly Buffer[]): Picture {
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return { type: "image/png", bytes: Buffer.concat([signature, ...chunks, chunk("IEND", Buffer.alloc(0))]) };
}

function chunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name), data]);
  return Buffer.concat([numbers(data.length), named, numbers(crc32(named))]);
}

function riff(name: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(data.length);
  return Buffer.concat([Buffer.from(name), length, data, Buffer.alloc(data.length % 2)]);
}

function numbers(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, index * 4);
  return bytes;
}

const u16 = (value: number) => [value & 255, value >> 8];
const u24 = (value: number) => [value & 255, (value >> 8) & 255, value >> 16];
