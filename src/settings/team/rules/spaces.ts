import { quote } from "../../wording.ts";
import type { Complaint } from "../complaint.ts";
import { type Draft, type DraftSpace, placesOf } from "../draft.ts";
import { doubles, itemsOf, onceEach, type Placed } from "./items.ts";
import { type Suggest, suggesterOf } from "./suggest.ts";

/** What is wrong with what spaces hold: rooms that are not there, one twice, circles. */
export function spaceProblems(draft: Draft): readonly Complaint[] {
  return [...contentProblems(draft), ...circles(draft)];
}

function contentProblems(draft: Draft): readonly Complaint[] {
  const places = placesOf(draft);
  const known = new Set(places.flatMap(({ read }) => read.alias ?? []));
  const suggest = suggesterOf([...known]);
  const isWhole = places.every(({ read }) => read.alias !== undefined);
  return draft.spaces.flatMap((space) => {
    const all = contentsOf(space);
    const missing = onceEach(all).filter(({ text }) => isWhole && !known.has(text));
    return [...doubles(all), ...missing.map((each) => notThere(each, suggest))];
  });
}

function contentsOf({ readable: { rooms = [] }, path }: DraftSpace): readonly Placed[] {
  return itemsOf(rooms, [...path, "rooms"]);
}

function notThere({ text: alias, path }: Placed, suggest: Suggest): Complaint {
  const meant = suggest(alias);
  const write =
    meant === null
      ? "Add it below `rooms:`, or delete the line."
      : `Write \`${meant}\`, or add it below the roster's \`rooms:\`.`;
  return { path, found: `the roster has no room or space ${quote(alias)}`, write };
}

/** Each circle once, at the line that closes it. */
function circles({ spaces }: Draft): readonly Complaint[] {
  const byAlias = new Map(
    spaces.flatMap((space) => (space.read.alias === undefined ? [] : [[space.read.alias, contentsOf(space)] as const])),
  );
  const done = new Set<string>();
  const found: Complaint[] = [];
  for (const start of byAlias.keys()) walk(start, byAlias, done, found);
  return found;
}

/** Depth first without calling itself: a chain of spaces may be as long as the file. */
function walk(
  start: string,
  spaces: ReadonlyMap<string, readonly Placed[]>,
  done: Set<string>,
  found: Complaint[],
): void {
  const trail: { readonly alias: string; next: number }[] = done.has(start) ? [] : [{ alias: start, next: 0 }];
  const open = new Set(trail.map(({ alias }) => alias));
  for (let here = trail.at(-1); here !== undefined; here = trail.at(-1)) {
    const next = spaces.get(here.alias)?.[here.next++];
    if (next === undefined) {
      done.add(here.alias);
      open.delete(here.alias);
      trail.pop();
    } else if (open.has(next.text)) {
      const aliases = trail.map(({ alias }) => alias);
      found.push(circle(next.path, aliases, next.text));
    } else if (spaces.has(next.text) && !done.has(next.text)) {
      trail.push({ alias: next.text, next: 0 });
      open.add(next.text);
    }
  }
}

function circle(path: Complaint["path"], trail: readonly string[], child: string): Complaint {
  const names = [...trail.slice(trail.indexOf(child)), child].map((name) => quote(name));
  const shown = names.length > 6 ? [...names.slice(0, 3), "…", ...names.slice(-2)] : names;
  const found = `these spaces are in each other in a circle: ${shown.join(" > ")}`;
  return { path, found, write: "Delete this line or another of the circle." };
}
