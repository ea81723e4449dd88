import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";

/** Whether this run does everything instead of a sample: `npm run soak`. */
export const isSoak = process.env.CHATKEEP_SOAK === "1";

/** What the sample follows from: the commit, unless CHATKEEP_SEED names another. The same seed draws the same sample. */
export const seed = process.env.CHATKEEP_SEED ?? commit();

/** A few of these, drawn by the seed; all of them in a soak. What was drawn keeps its order. */
export function sample<Item>(what: string, items: readonly Item[], count: number): readonly Item[] {
  if (isSoak || items.length <= count) return items;
  console.log(`${what}: ${count} of ${items.length}, drawn by the seed ${seed.slice(0, 12)}`);
  return draw(what, items, count);
}

/** A few of each kind, the same way. */
export function sampleOfEach<Item>(
  what: string,
  kinds: ReadonlyMap<string, readonly Item[]>,
  count: number,
): readonly Item[] {
  if (isSoak) return [...kinds.values()].flat();
  console.log(`${what}: ${count} of each of ${kinds.size} kinds, drawn by the seed ${seed.slice(0, 12)}`);
  return [...kinds].flatMap(([kind, items]) => draw(`${what} ${kind}`, items, count));
}

/** So many of these as a seed draws them, in their order. */
export function draw<Item>(what: string, items: readonly Item[], count: number, by = seed): readonly Item[] {
  const rank = items.map((_, index) => createHash("sha256").update(`${by} ${what} ${index}`).digest("hex"));
  const drawn = new Set([...rank].sort().slice(0, count));
  return items.filter((_, index) => drawn.has(rank[index] ?? ""));
}

function commit(): string {
  try {
    return execFileSync("git", ["rev-parse", "HEAD"], { cwd: import.meta.dirname, encoding: "utf8" }).trim();
  } catch {
    return "0"; // no git, or no checkout: still a seed, and always the same
  }
}
