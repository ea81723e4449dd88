/** The known name that somebody most likely meant, or null when none is close. Case, dots, hyphens and underscores do not count. */
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

/** How many letters to add, drop or change (Levenshtein). */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [index, letter] of [...from].entries()) row = nextRow(row, letter, to, index + 1);
  return row.at(-1) ?? 0;
}

function nextRow(above: readonly number[], letter: string, to: string, first: number): number[] {
  const row = [first];
  for (let column = 1; column <= to.length; column += 1) {
    const changed = (above[column - 1] ?? 0) + (to[column - 1] === letter ? 0 : 1);
    row.push(Math.min(changed, (above[column] ?? 0) + 1, (row[column - 1] ?? 0) + 1));
  }
  return row;
}
