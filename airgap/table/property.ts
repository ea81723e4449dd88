import { isDeepStrictEqual } from "node:util";
import { hasUnknown, isEmpty, isRecord, type Plain, type Properties } from "./plain.ts";
import type { Shape } from "./shape.ts";

/** One row of a resource's table: what a property may hold, what a change of it does, and how the engine says the same. */
export interface Property<Options, Seen> {
  readonly shape: Shape<unknown>;
  /** What a change does. A computed property comes from the engine alone and cannot be written. */
  readonly change: "replace" | "update" | "computed";
  /** Whether a property that is not written stays as the engine made it (Terraform: Optional and Computed). */
  readonly kept: boolean;
  /** What the state holds where nothing is said. */
  readonly absent: Plain;
  readonly same: (old: Plain | undefined, written: Plain | undefined) => boolean;
  /** The engine's options for a value that says something; null for what the provider itself acts on. */
  readonly place: (value: Plain | undefined) => Options | null;
  /** The value that the engine shows; undefined when it shows none, and the known one stays. */
  readonly see: (seen: Seen, known: Properties) => Plain | undefined;
}

/** A resource's properties by name: a closed list. */
export type Table<Options, Seen> = Readonly<Record<string, Property<Options, Seen>>>;

/** Any resource's table, where neither engine options nor inspections matter. */
export type AnyTable = Table<unknown, never>;

type How<Value, Options, Seen> = {
  readonly whenAbsent?: "kept";
  readonly same?: (old: Value, written: Value) => boolean;
  readonly place?: (value: Value) => Options;
  readonly see?: (seen: Seen, known: Properties) => Plain | undefined;
};

/**
 * The three kinds of row for a resource whose engine options and inspection have these types. Where nothing is said, states of
 * Terraform's older providers hold an empty value (`zero`), those of its newer ones nothing (`null`): the two are a difference there.
 */
export function rowsFor<Options, Seen>(absent: "zero" | "null" = "zero") {
  type Row = Property<Options, Seen>;
  const row =
    (change: Row["change"]) =>
    <Value>(shape: Shape<Value>, how: How<Value, Options, Seen> = {}): Row =>
      makeRow(change, shape, how, absent);
  return { replaced: row("replace"), updated: row("update"), computed: row("computed") };
}

/** The engine's options for each input that says something, in the table's order. */
export function placeAll<Options>(table: Table<Options, never>, inputs: Properties): readonly Options[] {
  return Object.entries(table).flatMap(([name, row]) => row.place(inputs[name]) ?? []);
}

/** Whether nothing was written that could differ from what the engine has. */
export function isKept({ kept }: Property<unknown, never>, written: Plain | undefined): boolean {
  return kept && (written === undefined || written === null);
}

function makeRow<Value, Options, Seen>(
  change: Property<Options, Seen>["change"],
  shape: Shape<Value>,
  how: How<Value, Options, Seen>,
  absent: "zero" | "null",
): Property<Options, Seen> {
  const same = how.same ?? isDeepStrictEqual;
  const kept = how.whenAbsent === "kept" || change === "computed";
  const zero = shape.read(undefined) as Plain;
  return {
    shape,
    change,
    kept,
    // The official provider takes an empty part for one that was written: so parts that are absent stay so.
    absent: kept || absent === "null" || isRecord(zero) ? null : zero,
    same: (old, written) => !hasUnknown(written) && same(shape.read(old), shape.read(written)),
    place: (value) => (isEmpty(value) || how.place === undefined ? null : how.place(shape.read(value))),
    see: how.see ?? (() => undefined),
  };
}
