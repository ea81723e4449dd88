import { type Document, isMap, isScalar, type Pair, parseDocument, Scalar, visit, type YAMLMap } from "yaml";
import type { Json } from "../../kinds/json.ts";
import { type PostgresVersion, unwrittenPostgres } from "../../kinds/postgres-version.ts";
import type { SettingKey } from "../../settings/definitions.ts";
import type { Templates } from "../files.ts";
import { templateAt } from "../fill.ts";

/** What a new stack's settings are, as people write them; what is absent keeps its default and stays a comment. */
export type StackAnswers = { readonly serverName: string } & Readonly<Partial<Record<SettingKey, Json>>>;

/** The stack `local`: this machine, and an authority of its own. */
export const localAnswers = {
  serverName: "localhost",
  tls: "internal",
  ports: { https: 8443, http: "off" },
  bindAddress: "127.0.0.1",
} satisfies StackAnswers;

const localNote = `This stack is for trying out chatkeep on this machine. Its server name, localhost, can never become a
 real domain: for a real server, start a new stack (npx chatkeep init). Its certificates come from an
 authority of its own, which phones will not trust.`;

/** The commented stack file of a new stack. */
export function renderStackFile(templates: Templates, answers: StackAnswers): string {
  const document = parseDocument(templateAt(templates, "stack.yaml"));
  const config = document.get("config");
  if (!isMap(config)) throw new Error("templates/stack.yaml has no `config:`");
  fillSettings(document, config, answers);
  if (answers.serverName === "localhost") document.commentBefore = `${document.commentBefore ?? ""}\n\n${localNote}`;
  return document.toString({ lineWidth: 0 });
}

/** A stack file's text for another Postgres; as it is where it is for that one already. */
export function withPostgres(text: string, version: PostgresVersion): string {
  const written = parseDocument(text).getIn(["config", "chatkeep:postgresVersion"]) ?? unwrittenPostgres;
  return String(written) === String(version) ? text : withSetting(text, "chatkeep:postgresVersion", String(version));
}

/** A stack file's text with one more setting, or another value for one; all else stays, comments too. */
export function withSetting(text: string, key: string, value: string): string {
  const document = parseDocument(text);
  document.setIn(["config", key], value);
  return document.toString({ lineWidth: 0 });
}

function fillSettings(document: Document, config: YAMLMap, answers: StackAnswers): void {
  let pending = "";
  const kept = config.items.filter((pair) => {
    const answer = answerTo(pair, answers);
    if (answer !== undefined) giveValue(document, pair, answer);
    pending = answer === undefined ? `${pending}${asComment(pair)}` : putBefore(pair, pending);
    return answer !== undefined;
  });
  config.items = kept;
  if (pending !== "") config.comment = pending.replace(/\n+$/, "");
}

/** The answer for the placeholder in a line. */
function answerTo({ value }: Pair, answers: StackAnswers): Json | undefined {
  const name = isScalar(value) ? /^\{\{(\w+)\}\}$/.exec(String(value.value))?.[1] : undefined;
  return Object.entries(answers).find(([key]) => key === name)?.[1];
}

function giveValue(document: Document, pair: Pair, answer: Json): void {
  const node = document.createNode(answer);
  visit(node, { Scalar: (_, scalar) => void quoteUnlessPlain(scalar) });
  pair.value = node;
}

/** Text that some reader of YAML could take for a number or a date goes in quotes. */
function quoteUnlessPlain(scalar: Scalar): void {
  const isPlain = /^([a-z][\w .@/-]*|(mailto|https):[\w@./-]+|\d+ [a-z]+|\d+(\.\d+){3})$/i;
  if (typeof scalar.value !== "string" || isPlain.test(scalar.value)) return;
  scalar.type = scalar.value.includes("\n") ? Scalar.BLOCK_LITERAL : Scalar.QUOTE_DOUBLE;
}

/** A line without an answer, and the comment above it, as a comment that shows the default. */
function asComment({ key, value }: Pair): string {
  if (!isScalar(key) || !isScalar(value)) return "";
  const above = key.commentBefore ? `${key.commentBefore}\n` : "";
  return `${key.spaceBefore ? "\n" : ""}${above} ${String(key.value)}:${value.comment ?? ""}\n`;
}

function putBefore({ key }: Pair, comment: string): "" {
  if (!isScalar(key) || comment === "") return "";
  const own = key.commentBefore ?? "";
  key.commentBefore = `${comment.replace(/^\n/, "")}${key.spaceBefore && own !== "" ? "\n" : ""}${own}`;
  key.spaceBefore = true;
  return "";
}
