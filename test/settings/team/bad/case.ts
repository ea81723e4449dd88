/** A roster that must be refused. */
export interface BadRoster {
  /** What kind of mistake or attack it is, and a number. */
  readonly name: string;
  readonly text: string;
  /** The place that the message names. */
  readonly key: string;
  /** Part of the message. */
  readonly says: string;
  /** Whether the JSON schema refuses it too; absent where the text is no YAML that an editor could check. */
  readonly schema?: "refuses" | "accepts";
}

type Row = readonly [text: string, key: string, says: string];

/** Cases of one kind; `around` puts what is wrong into a whole roster. */
export function cases(
  kind: string,
  schema: BadRoster["schema"] | null,
  around: (text: string) => string,
  rows: readonly Row[],
): readonly BadRoster[] {
  return rows.map(([text, key, says], index) => ({
    ...{ name: `${kind} ${index + 1}`, text: around(text), key, says },
    ...(schema === null || schema === undefined ? {} : { schema }),
  }));
}

/** A whole file. */
export const file = (text: string): string => text;

/** Two members and a room; the first lines are of the first member, `@ada:acme.test`, without name. */
export const asAda = (lines: string): string =>
  `members:\n  - id: "@ada:acme.test"\n    role: admin\n${indented(lines)}${bob}${general}`;

/** Two members and a room; the lines are more members. */
export const members = (lines: string): string => `members:\n${ada}${bob}${lines}\n${general}`;

/** The same, and the lines belong to the room `general`, `rooms[0]`. */
export const inRoom = (lines: string): string => `members:\n${ada}${bob}${general}${indented(lines)}`;

/** The same, and the lines stand at the top. */
export const atTop = (lines: string): string => `members:\n${ada}${bob}${general}${lines}\n`;

const ada = '  - id: "@ada:acme.test"\n    name: Ada\n    role: admin\n    teams: [ops]\n    email: ada@acme.test\n';
const bob = '  - id: "@bob:acme.test"\n    name: Bob\n';
const general = "rooms:\n  - alias: general\n    name: General\n";

function indented(lines: string): string {
  return `${lines
    .split("\n")
    .map((line) => `    ${line}`)
    .join("\n")}\n`;
}
