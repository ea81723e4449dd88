import type { Complaint as SettingComplaint } from "../leaf.ts";
import { printable } from "../wording.ts";
import type { SettingPath } from "../yaml/settings-source.ts";

/** Something wrong at a place in a roster. `at` says that the name itself is meant, not what it holds. */
export interface Complaint extends SettingComplaint {
  readonly path: SettingPath;
  readonly at?: "name";
}

/** A place in a roster as a person sees it: `members[2].id`. */
export function keyOf(path: SettingPath): string {
  if (path.length === 0) return "roster";
  const parts = path.map((part) => (typeof part === "number" ? `[${part}]` : `.${printable(part).slice(0, 60)}`));
  return parts.join("").replace(/^\./, "");
}
