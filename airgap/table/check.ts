import { checkFields } from "./compound.ts";
import type { Properties } from "./plain.ts";
import type { AnyTable } from "./property.ts";

/** What was written, with presets filled in, and all that is wrong with it, each with its path. */
export type Checked = { readonly inputs: Properties; readonly wrong: readonly string[] };

/** Holds what a program wrote against the resource's closed list. */
export function checkInputs(table: AnyTable, written: Properties): Checked {
  const wrong: string[] = [];
  const shapes = Object.entries(table).flatMap(([name, { shape, change }]) =>
    change === "computed" ? [] : [[name, shape] as const],
  );
  const inputs = checkFields(Object.fromEntries(shapes), written, "", (path, finding) =>
    wrong.push(`${path}: ${finding}.`),
  );
  return { inputs, wrong };
}
