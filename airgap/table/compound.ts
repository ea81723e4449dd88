import { isRecord, type Plain, unknown } from "./plain.ts";
import { describe, entriesOf, type Report, type Shape } from "./shape.ts";

type Fields<Value> = { readonly [Name in keyof Value]: Shape<Value[Name]> };

/** Several values whose order matters. */
export function list<Value>(of: Shape<Value>): Shape<readonly Value[]> {
  return {
    required: false,
    preset: undefined,
    read: (plain) => (Array.isArray(plain) ? plain.map((item: Plain) => of.read(item)) : []),
    check(written, path, report) {
      if (written === unknown) return written;
      if (Array.isArray(written))
        return written.map((item: Plain, index) => of.check(item, `${path}[${index}]`, report));
      report(path, `expected a list, found ${describe(written)}`);
      return written;
    },
  };
}

/** Several values whose order means nothing: read in one fixed order, so that two sets compare equal. */
export function set<Value>(of: Shape<Value>): Shape<readonly Value[]> {
  const items = list(of);
  return {
    ...items,
    read: (plain) => items.read(plain).toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
  };
}

/** A value with named parts, and no others; `rule` says what is wrong with them together. */
export function record<Value extends object>(
  fields: Fields<Value>,
  rule?: (written: Readonly<Record<string, Plain>>) => string | null,
): Shape<Value> {
  const shapes = Object.entries(fields) as [string, Shape<unknown>][];
  return {
    required: false,
    preset: undefined,
    read: (plain) =>
      Object.fromEntries(
        shapes.map(([name, shape]) => [name, shape.read(isRecord(plain) ? plain[name] : undefined)]),
      ) as Value,
    check(written, path, report) {
      if (written === unknown) return written;
      if (!isRecord(written)) {
        report(path, `expected an object, found ${describe(written)}`);
        return written;
      }
      const wrong = rule?.(written) ?? null;
      if (wrong !== null) report(path, wrong);
      return checkFields(fields as Readonly<Record<string, Shape<unknown>>>, written, `${path}.`, report);
    },
  };
}

/** Checks named values against their shapes: names not listed are reported, presets filled in. */
export function checkFields(
  fields: Readonly<Record<string, Shape<unknown>>>,
  written: Readonly<Record<string, Plain>>,
  prefix: string,
  report: Report,
): Readonly<Record<string, Plain>> {
  for (const [name] of entriesOf(written))
    if (!Object.hasOwn(fields, name))
      report(`${prefix}${name}`, `not known here. Known names: ${Object.keys(fields).join(", ")}`);
  const checked = Object.entries(fields).map(([name, shape]) => {
    const value = written[name] ?? shape.preset;
    if (value === undefined && shape.required) report(`${prefix}${name}`, "missing. Write it");
    return [name, value === undefined ? undefined : shape.check(value, `${prefix}${name}`, report)] as const;
  });
  return Object.fromEntries(checked.filter((pair): pair is [string, Plain] => pair[1] !== undefined));
}
