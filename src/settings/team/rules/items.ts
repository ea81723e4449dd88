import { quote } from "../../wording.ts";
import type { SettingPath } from "../../yaml/settings-source.ts";
import type { Complaint } from "../complaint.ts";

/** A text and where it stands. */
export interface Placed {
  readonly text: string;
  readonly path: SettingPath;
}

/** The texts of a list that could be read. */
export function itemsOf(list: readonly (string | null)[], path: SettingPath): readonly Placed[] {
  return list.flatMap((text, index) => (text === null ? [] : [{ text, path: [...path, index] }]));
}

/** Each text that stands a second time, with the first one. */
export function repeated(
  all: readonly Placed[],
  key: (text: string) => string,
): readonly { readonly again: Placed; readonly first: Placed }[] {
  const seen = new Map<string, Placed>();
  return all.flatMap((each) => {
    const first = seen.get(key(each.text));
    if (first !== undefined) return [{ again: each, first }];
    seen.set(key(each.text), each);
    return [];
  });
}

/** The texts of a list, each where it stands first. */
export function onceEach(all: readonly Placed[]): readonly Placed[] {
  return [...new Map(all.toReversed().map((each) => [each.text, each])).values()].toReversed();
}

/** A complaint for each text of a list that appears a second time. */
export function doubles(all: readonly Placed[]): readonly Complaint[] {
  return repeated(all, (text) => text).map(({ again }) => ({
    path: again.path,
    found: `${quote(again.text)} appears a second time`,
    write: "Delete the line.",
  }));
}
