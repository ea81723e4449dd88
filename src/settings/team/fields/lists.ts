import type * as z from "zod";
import * as zod from "zod";

/** A list of one kind of thing; nothing is an empty one. `what` names what stands in it. */
export function listOf<Item extends z.ZodType>(item: Item, what: string) {
  return zod
    .array(item, { error: `a list of ${what}, each on a line that begins with \`- \`` })
    .readonly()
    .prefault([]);
}
