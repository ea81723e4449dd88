import { isEmpty, type Plain, type Properties } from "./plain.ts";
import { type AnyTable, isKept } from "./property.ts";

/** One property that is not as written, and whether only a new resource can have it so. */
export type Difference = {
  readonly property: string;
  readonly kind: "add" | "delete" | "update";
  readonly replaces: boolean;
};

/** Compares a resource's state with what the program writes now. */
export function findDifferences(table: AnyTable, state: Properties, written: Properties): readonly Difference[] {
  return Object.entries(table).flatMap(([property, row]) => {
    const [old, now] = [state[property], written[property]];
    if (row.change === "computed" || isKept(row, now) || row.same(old, now)) return [];
    return [{ property, kind: kindOf(old, now), replaces: row.change === "replace" }];
  });
}

function kindOf(old: Plain | undefined, now: Plain | undefined): Difference["kind"] {
  if (isEmpty(old)) return "add";
  return now === undefined || now === null ? "delete" : "update";
}
