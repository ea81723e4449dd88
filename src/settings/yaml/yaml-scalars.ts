import type { Scalar } from "yaml";

/** Unquoted scalars that Pulumi's YAML (gopkg.in/yaml.v3, resolve.go) takes for something else than they look like, tried with Pulumi 3.259: `0777` is 511, `1_000` is 1000, `2026-01-01` is `2026-01-01 00:00:00 +0000 UTC`, and `.inf` stops it. */
const surprises: readonly { readonly pattern: RegExp; readonly what: string }[] = [
  { pattern: /^[-+]?0\d+$/, what: "a number with a leading zero, which YAML reads as octal" },
  { pattern: /^[-+]?(?=.*\d_)[\d_]+(\.[\d_]*)?$/, what: "a number with underscores, which YAML ignores" },
  { pattern: /^[-+]?0[box][\da-f_]+$/i, what: "a number that is not decimal" },
  { pattern: /^\d{4}-\d{1,2}-\d{1,2}([Tt\s].*)?$/, what: "a date, which Pulumi writes differently" },
  { pattern: /^([-+]?\.inf|\.nan)$/i, what: "no finite number" },
  { pattern: /^[-+]?\d{16,}$/, what: "a number too long to be kept exactly" },
];

/** What an unquoted scalar means to Pulumi other than it seems; null when it means what it says. */
export function surpriseOf(scalar: Scalar): string | null {
  if (scalar.type !== "PLAIN") return null;
  return surprises.find(({ pattern }) => pattern.test(scalar.source ?? ""))?.what ?? null;
}
