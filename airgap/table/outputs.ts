import { isEmpty, type Plain, type Properties, unknown } from "./plain.ts";
import type { AnyTable, Property, Table } from "./property.ts";

/** The whole state of a resource: what the engine shows, else what is known, else nothing said. */
export function describeSeen<Seen>(table: Table<unknown, Seen>, seen: Seen, known: Properties): Properties {
  const values = Object.entries(table).map(([name, row]) => [name, fill(row, row.see(seen, known) ?? known[name])]);
  return Object.fromEntries(values);
}

/** The state of a resource that the engine has not finished: what it would have computed stays null. */
export function describeUnfinished(table: AnyTable, known: Properties): Properties {
  return Object.fromEntries(Object.entries(table).map(([name, row]) => [name, fill(row, known[name])]));
}

/** The state that a preview may promise: what the engine will compute is unknown. */
export function describePlanned(table: AnyTable, known: Properties): Properties {
  const values = Object.entries(table).map(([name, row]) => [
    name,
    fill(row, known[name] ?? (row.kept ? unknown : null)),
  ]);
  return Object.fromEntries(values);
}

/** The state after an update: what is written now over what was, and what the engine computed as it was. */
export function describeUpdated(table: AnyTable, state: Properties, inputs: Properties): Properties {
  const values = Object.entries(table).map(([name, row]) => [
    name,
    fill(row, inputs[name] ?? (row.kept ? state[name] : null)),
  ]);
  return Object.fromEntries(values);
}

/** What a program would have to write for this state: what it wrote, brought up to date where the engine says otherwise.
 * For an import, which has no written properties, all properties with a value. */
export function describeInputs(table: AnyTable, state: Properties, written: Properties): Properties {
  const imported = isEmpty(written);
  const values = Object.entries(table).flatMap(([name, row]) => {
    if (row.change === "computed") return [];
    if (imported) return isEmpty(state[name]) ? [] : [[name, state[name]]];
    return written[name] === undefined
      ? []
      : [[name, row.same(state[name], written[name]) ? written[name] : state[name]]];
  });
  return Object.fromEntries(values);
}

function fill({ absent }: Property<unknown, never>, value: Plain | undefined): Plain {
  return value ?? absent;
}
