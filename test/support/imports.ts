import { readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

/** One file that another imports, by its path; a package by its name. */
export interface Import {
  readonly file: string;
  readonly target: string;
  readonly typeOnly: boolean;
  /** Whether it is loaded when it is used, and not at the start. */
  readonly late: boolean;
}

/** Everything that is loaded with a file at its start: its imports and theirs, save types and what is loaded late. */
export function loadedBy(file: string): ReadonlySet<string> {
  return followed(file, ({ typeOnly, late }) => !typeOnly && !late);
}

/** Everything that a file may ever load: its imports and theirs, what is loaded late among them. */
export function reachedFrom(file: string): ReadonlySet<string> {
  return followed(file, ({ typeOnly }) => !typeOnly);
}

function followed(
  file: string,
  counts: (each: Import) => boolean,
  found: Set<string> = new Set(),
): ReadonlySet<string> {
  for (const each of importsOf(file)) {
    if (!counts(each) || found.has(each.target)) continue;
    found.add(each.target);
    if (/^(src|stacks|airgap)\//.test(each.target)) followed(each.target, counts, found);
  }
  return found;
}

/** What a file imports, in its order. */
export function importsOf(file: string): readonly Import[] {
  const statements = readFileSync(file, "utf8").matchAll(
    /(?:^|\n)\s*(import|export)\s+(type\s+)?(?:[^;"']*?from\s+)?"([^"]+)"|import\("([^"]+)"\)/g,
  );
  return [...statements].map(([, , type, from, lazy]) => {
    const target = from ?? lazy ?? "";
    const path = target.startsWith(".") ? normalize(join(dirname(file), target)) : target;
    return { file, target: path, typeOnly: type !== undefined, late: lazy !== undefined };
  });
}

/** Every circle once, from the file at which it was come upon. */
export function circlesAmong(imports: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const [found, over]: [string[], Set<string>] = [[], new Set()];
  const follow = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) return void found.push(path.slice(path.indexOf(file)).join(" -> "));
    if (over.has(file)) return;
    for (const next of imports.get(file) ?? []) follow(next, [...path, file]);
    over.add(file);
  };
  for (const file of imports.keys()) follow(file, []);
  return found;
}
