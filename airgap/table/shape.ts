import { isRecord, type Plain, unknown } from "./plain.ts";

/** Takes a finding: the property's path and what is wrong there. */
export type Report = (path: string, wrong: string) => void;

/** What values a property takes. */
export interface Shape<Value> {
  readonly required: boolean;
  /** The default; undefined if there is none. */
  readonly preset: Plain | undefined;
  /**
   * The value as code uses it, with everything absent empty; for values that `check` has passed. Not with presets: what an
   * import does not show has none, and the official provider then finds a difference.
   */
  read(plain: Plain | undefined): Value;
  /** The value in its right type ("64" becomes 64, as Terraform does); what is wrong is reported. */
  check(written: Plain, path: string, report: Report): Plain;
}

type Wishes<Value> = { readonly required?: true; readonly preset?: Value };

/** Text; `pattern` is what all of it must match, `like` an example for the message. */
export function text(
  wishes: Wishes<string> & { readonly pattern?: RegExp; readonly like?: string } = {},
): Shape<string> {
  const { pattern = /^/, like = "text" } = wishes;
  return {
    ...presence(wishes),
    read: (plain) => (typeof plain === "string" ? plain : ""),
    check(written, path, report) {
      const said = typeof written === "number" || typeof written === "boolean" ? String(written) : written;
      if (said === unknown || (typeof said === "string" && pattern.test(said))) return said;
      report(path, `expected ${like}, found ${describe(written)}`);
      return said;
    },
  };
}

/** A whole number, not under `least` and not over `most`. */
export function whole(
  wishes: Wishes<number> & { readonly least?: number; readonly most?: number } = {},
): Shape<number> {
  const { least = 0, most = Number.POSITIVE_INFINITY } = wishes;
  const range = most === Number.POSITIVE_INFINITY ? `of at least ${least}` : `from ${least} to ${most}`;
  return {
    ...presence(wishes),
    read: (plain) => (typeof plain === "number" ? plain : 0),
    check(written, path, report) {
      if (written === unknown) return written;
      const number = typeof written === "string" && /^-?\d+$/.test(written) ? Number(written) : written;
      if (typeof number !== "number" || !Number.isInteger(number) || number < least || number > most)
        report(path, `expected a whole number ${range}, found ${describe(written)}`);
      return number;
    },
  };
}

/** True or false. */
export function flag(wishes: Wishes<boolean> = {}): Shape<boolean> {
  return {
    ...presence(wishes),
    read: (plain) => plain === true,
    check(written, path, report) {
      if (written === "true" || written === "false") return written === "true";
      if (typeof written !== "boolean" && written !== unknown)
        report(path, `expected true or false, found ${describe(written)}`);
      return written;
    },
  };
}

/** Names with texts, in any order. */
export function map(): Shape<Readonly<Record<string, string>>> {
  const value = text();
  return {
    ...presence({}),
    read: (plain) => Object.fromEntries(entriesOf(plain).map(([key, said]) => [key, value.read(said)])),
    check(written, path, report) {
      if (written === unknown) return written;
      if (!isRecord(written)) report(path, `expected names with texts, found ${describe(written)}`);
      return Object.fromEntries(
        entriesOf(written).map(([key, said]) => [key, value.check(said, `${path}["${key}"]`, report)]),
      );
    },
  };
}

/** How a refusal names a value without quoting it: it may be a secret. */
export function describe(value: Plain): string {
  if (Array.isArray(value)) return "a list";
  if (value === null) return "nothing";
  return typeof value === "object" ? "an object" : `a ${typeof value} that is not`;
}

/** The members of a map in the order of their names; internal bookkeeping of Pulumi (`__…`) left out. */
export function entriesOf(plain: Plain | undefined): readonly (readonly [string, Plain])[] {
  if (!isRecord(plain)) return [];
  return Object.entries(plain)
    .filter(([key]) => !key.startsWith("__"))
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

function presence<Value extends Plain>({
  required,
  preset,
}: Wishes<Value>): { required: boolean; preset: Plain | undefined } {
  return { required: required === true, preset };
}
