import { record, set } from "../table/compound.ts";
import type { Plain } from "../table/plain.ts";
import { text } from "../table/shape.ts";

/** Labels as the provider has them: a set of `{ label, value }`. */
export const labelsSet = set(record({ label: text({ required: true }), value: text({ required: true }) }));

type Label = { readonly label: string; readonly value: string };

/** Labels as the engine takes them: names with texts. */
export function toEngineLabels(labels: readonly Label[]): Record<string, string> {
  return Object.fromEntries(labels.map(({ label, value }) => [label, value]));
}

/** Labels as the engine shows them, as the provider has them. */
export function fromEngineLabels(labels: Readonly<Record<string, string>> | null | undefined): Plain {
  return Object.entries(labels ?? {}).map(([label, value]) => ({ label, value }));
}
