import type { Branded } from "./brand.ts";

/** A number of bytes. */
export type Size = Branded<number, "Size">;

const units: Readonly<Record<string, number>> = {
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
};

/** Reads `50 MiB` or `2 GB`; null when the text is no size. Units are those of IEC 80000-13 and the decimal ones. */
export function parseSize(text: string): Size | null {
  const match = /^(\d{1,12}(?:\.\d{1,3})?)\s*([KMGT]?i?B)$/.exec(text.trim());
  const factor = match?.[2] === undefined ? undefined : units[match[2]];
  if (match?.[1] === undefined || factor === undefined) return null;
  return Math.round(Number(match[1]) * factor) as Size;
}

/** That many mebibytes. */
export function mebibytes(count: number): Size {
  return (count * 2 ** 20) as Size;
}

/** How many whole mebibytes fit. */
export function inMebibytes(size: Size): number {
  return Math.floor(size / 2 ** 20);
}

/** Writes a size in the largest binary unit that keeps it whole, such as `1536 MiB`. */
export function formatSize(size: Size): string {
  const unit =
    (["TiB", "GiB", "MiB", "KiB"] as const).find((name) => size > 0 && size % (units[name] ?? 1) === 0) ?? "B";
  return `${size / (units[unit] ?? 1)} ${unit}`;
}
