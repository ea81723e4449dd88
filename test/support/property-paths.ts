import { isRecord, type Plain, type Properties } from "../../airgap/table/plain.ts";

/** Properties whose parts are names someone chose, not parts that the provider knows. */
const maps = new Set(["logOpts", "options", "tmpfs"]);

/** Every property that is written here and every part of one: `ports`, `ports[].ip`, `healthcheck.interval`. */
export function pathsOf(inputs: Properties): readonly string[] {
  return [...new Set(Object.entries(inputs).flatMap(([name, value]) => [name, ...partsOf(name, value)]))].toSorted();
}

function partsOf(path: string, value: Plain): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item: Plain) => fieldsOf(`${path}[]`, item));
  return maps.has(path) ? [] : fieldsOf(path, value);
}

function fieldsOf(path: string, value: Plain): readonly string[] {
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([name, part]) => [`${path}.${name}`, ...partsOf(`${path}.${name}`, part)]);
}

/** The value at such a path, of a list the first one's; undefined where nothing is written. */
export function valueAt(inputs: Properties, path: string): Plain | undefined {
  return stepsOf(path).reduce<Plain | undefined>(
    (value, step) => (Array.isArray(value) ? value[Number(step)] : isRecord(value) ? value[step] : undefined),
    inputs,
  );
}

/** The same properties with another value there; undefined takes it away. */
export function withValueAt(inputs: Properties, path: string, value: Plain | undefined): Properties {
  const [name = "", ...rest] = stepsOf(path);
  return replaceIn(inputs, [name, ...rest], value);
}

function replaceIn(inputs: Properties, [step = "", ...rest]: readonly string[], value: Plain | undefined): Properties {
  const { [step]: old, ...others } = inputs;
  const now = rest.length === 0 ? value : replaceBelow(old, rest, value);
  return now === undefined ? others : { ...inputs, [step]: now };
}

function replaceBelow(old: Plain | undefined, rest: readonly string[], value: Plain | undefined): Plain {
  if (!Array.isArray(old)) return replaceIn(isRecord(old) ? old : {}, rest, value);
  const [first, ...others] = old as Plain[];
  return [replaceBelow(first, rest.slice(1), value), ...others];
}

function stepsOf(path: string): readonly string[] {
  return path.replaceAll("[]", ".0").split(".");
}
