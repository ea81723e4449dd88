/** The known name that was most likely meant, or null when none is close. Case, dots, hyphens and underscores do not count. */
export function nearest(name: string, known: readonly string[]): string | null {
  if (name.length > 80) return null;
  const ranked = known
    .map((each) => ({ each, distance: distance(simple(name), simple(each)) }))
    .toSorted((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best !== undefined && best.distance <= Math.max(1, Math.floor(best.each.length / 3)) ? best.each : null;
}

function simple(name: string): string {
  return name.toLowerCase().replace(/[-_.\s]/g, "");
}

/** How many letters to add, drop, change or swap with their neighbour (optimal string alignment). */
function distance(from: string, to: string): number {
  let [above, row] = [[] as readonly number[], Array.from({ length: to.length + 1 }, (_, column) => column)];
  for (let index = 0; index < from.length; index += 1) [above, row] = [row, nextRow(above, row, from, to, index)];
  return row.at(-1) ?? 0;
}

function nextRow(
  before: readonly number[],
  above: readonly number[],
  from: string,
  to: string,
  index: number,
): number[] {
  const row = [index + 1];
  for (let column = 0; column < to.length; column += 1) {
    const changed = (above[column] ?? 0) + (to[column] === from[index] ? 0 : 1);
    const areSwapped = column > 0 && to[column] === from[index - 1] && to[column - 1] === from[index];
    const swapped = areSwapped ? (before[column - 1] ?? 0) + 1 : changed;
    row.push(Math.min(changed, swapped, (above[column + 1] ?? 0) + 1, (row[column] ?? 0) + 1));
  }
  return row;
}
