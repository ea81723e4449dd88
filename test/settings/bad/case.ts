/** Settings that must be refused. */
export interface BadCase {
  /** What kind of mistake or attack it is. */
  readonly kind: string;
  /** Lines of a stack file below `config:` and `chatkeep:serverName: acme.example.org`, unless `whole` is set. */
  readonly text: string;
  /** The key that the message names. */
  readonly key: string;
  /** Part of the message. */
  readonly says: string;
  /** The text is a whole file. */
  readonly whole?: true;
  /** Whether the JSON schema refuses it too; absent where the text is no YAML that an editor could check. */
  readonly schema?: "refuses" | "accepts";
}

/** Cases of one kind. */
export function cases(
  kind: string,
  schema: "refuses" | "accepts" | null,
  ...rows: readonly (readonly [text: string, key: string, says: string])[]
): readonly BadCase[] {
  return rows.map(([text, key, says]) => ({ kind, text, key, says, ...(schema === null ? {} : { schema }) }));
}

/** Cases that are whole files of their own. */
export function files(
  kind: string,
  ...rows: readonly (readonly [text: string, key: string, says: string])[]
): readonly BadCase[] {
  return cases(kind, null, ...rows).map((each) => ({ ...each, whole: true }));
}

/** The text of a case as a file. */
export function fileOf({ text, whole }: BadCase): string {
  if (whole === true) return text;
  const named = /^chatkeep:serverName:/m.test(text) ? [] : ["chatkeep:serverName: acme.example.org"];
  return ["config:", ...[...named, ...text.split("\n")].map((line) => `  ${line}`), ""].join("\n");
}

/** A line of a stack file that uses the escape hatch. */
export function hatch(options: string): string {
  return `chatkeep:homeserver: ${options}`;
}

/** The key that a message about one of its options names. */
export function at(option: string): string {
  return `chatkeep:homeserver.${option}`;
}
