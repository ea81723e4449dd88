import { quote } from "../../wording.ts";
import type { Complaint } from "../complaint.ts";
import { type Draft, placesOf } from "../draft.ts";
import { suggesterOf } from "./suggest.ts";

/** What is wrong with what spaces hold: rooms that are not there, one twice, circles. */
export function spaceProblems(draft: Draft): readonly Complaint[] {
  return [...contentProblems(draft), ...circles(draft)];
}

function contentProblems(draft: Draft): readonly Complaint[] {
  const places = placesOf(draft);
  const known = new Set(places.flatMap(({ read }) => read.alias ?? []));
  const suggest = suggesterOf([...known]);
  const isWhole = places.every(({ read }) => read.alias !== undefined);
  return draft.spaces.flatMap(({ read: { rooms = [] }, path }) =>
    rooms.flatMap((alias, index): readonly Complaint[] => {
      const at = [...path, "rooms", index];
      if (rooms.indexOf(alias) < index)
        return [{ path: at, found: `${quote(alias)} appears a second time`, write: "Delete the line." }];
      if (known.has(alias) || !isWhole) return [];
      const meant = suggest(alias);
      const write =
        meant === null
          ? "Add it below `rooms:`, or delete the line."
          : `Write \`${meant}\`, or add it below the roster's \`rooms:\`.`;
      return [{ path: at, found: `the roster has no room or space ${quote(alias)}`, write }];
    }),
  );
}

/** Each circle once, at the line that closes it. */
function circles({ spaces }: Draft): readonly Complaint[] {
  const byAlias = new Map(
    spaces.flatMap((space) => (space.read.alias === undefined ? [] : [[space.read.alias, space] as const])),
  );
  const done = new Set<string>();
  const found: Complaint[] = [];
  for (const start of byAlias.keys()) walk(start, byAlias, done, found);
  return found;
}

/** Depth first without calling itself: a chain of spaces may be as long as the file. */
function walk(
  start: string,
  spaces: ReadonlyMap<string, Draft["spaces"][number]>,
  done: Set<string>,
  found: Complaint[],
): void {
  const trail: { readonly alias: string; next: number }[] = done.has(start) ? [] : [{ alias: start, next: 0 }];
  const open = new Set(trail.map(({ alias }) => alias));
  for (let here = trail.at(-1); here !== undefined; here = trail.at(-1)) {
    const space = spaces.get(here.alias);
    const index = here.next++;
    const child = space?.read.rooms?.[index];
    if (space === undefined || child === undefined) {
      done.add(here.alias);
      open.delete(here.alias);
      trail.pop();
    } else if (open.has(child)) {
      found.push(
        circle(
          [...space.path, "rooms", index],
          trail.map(({ alias }) => alias),
          child,
        ),
      );
    } else if (spaces.has(child) && !done.has(child)) {
      trail.push({ alias: child, next: 0 });
      open.add(child);
    }
  }
}

function circle(path: Complaint["path"], trail: readonly string[], child: string): Complaint {
  const names = [...trail.slice(trail.indexOf(child)), child].map((name) => quote(name));
  const shown = names.length > 6 ? [...names.slice(0, 3), "…", ...names.slice(-2)] : names;
  const found = `these spaces are in each other in a circle: ${shown.join(" > ")}`;
  return { path, found, write: "Delete this line or another of the circle." };
}
