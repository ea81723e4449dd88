import type { SettingPath } from "./yaml/settings-source.ts";

const longest = 60;

/** What was found, in words that fit one line: line breaks and invisible characters are spelled out, long text is cut. */
export function showValue(value: unknown): string {
  if (value === undefined || value === null || value === "") return "nothing";
  if (typeof value === "string") return quote(value);
  if (typeof value === "boolean") return `\`${value}\``;
  if (typeof value === "number") return `the number ${value}`;
  return Array.isArray(value) ? "a list" : "a group of settings";
}

/** A text, number or boolean as text; nothing for the rest, whose own `toString` may be a setting like any other. */
export function plainText(value: unknown): string {
  return ["string", "number", "boolean"].includes(typeof value) ? String(value) : "";
}

/** Text between backticks, safe to print on a terminal. */
export function quote(text: string): string {
  const shown = printable(text);
  if (shown.length <= longest) return `\`${shown}\``;
  return `\`${shown.slice(0, longest)}…\` (${text.length} characters)`;
}

/** A setting's path the way `pulumi config set --path` spells it: `chatkeep:federation.servers[0]`. */
export function keyOf(path: SettingPath): string {
  const [first, ...rest] = path;
  const tail = rest.map((part) => (typeof part === "number" ? `[${part}]` : `.${printable(part)}`)).join("");
  return `chatkeep:${printable(String(first ?? "")).slice(0, longest)}${tail}`;
}

/** `a`, `b` or `c`. */
export function oneOf(words: readonly string[]): string {
  const quoted = words.map((word) => `\`${word}\``);
  return quoted.length < 2 ? quoted.join("") : `${quoted.slice(0, -1).join(", ")} or ${quoted.at(-1)}`;
}

/** Control, format, surrogate and private characters and unusual spaces, written as escapes. */
export function printable(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu, (character) => {
    const known: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };
    return known[character] ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
}
