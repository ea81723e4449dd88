import * as z from "zod";

/** A list of one kind of thing; nothing is an empty one. `what` names its items. */
export function listOf<Item extends z.ZodType>(item: Item, what: string) {
  return z.array(item, { error: `a list of ${what}, each on a line that begins with \`- \`` }).prefault([]);
}
