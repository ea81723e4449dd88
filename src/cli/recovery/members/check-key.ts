import { resolve } from "node:path";
import { text } from "node:stream/consumers";
import {
  checkValueByPassword,
  checkValueByToken,
  checkValueFromFile,
} from "../../../actions/recovery/members/check-key.ts";
import type { Terminal } from "../../../actions/terminal.ts";
import { SettingsError } from "../../../errors.ts";
import type { CheckValue } from "../../../keys/members/check-value.ts";
import type { KeyDescription } from "../../../keys/members/secret-storage.ts";
import { Secret } from "../../../kinds/secret.ts";
import {
  defaultKeyOf,
  judgeKey,
  type KeyVerdict,
  readTypedKey,
  type TypedKey,
} from "../../../operations/recovery/members/check-key.ts";
import { describeMistyped } from "../../../operations/recovery/members/mistyped.ts";
import { processTerminal } from "../../terminal/prompts.ts";
import { verdictLines } from "./check-key-text.ts";

/** How `recovery check-key` is called. */
export interface CheckKeyOptions {
  readonly checkValue?: string;
  readonly server?: string;
  readonly user?: string;
  readonly accessToken: boolean;
  readonly authority?: string;
  readonly stdin: boolean;
  readonly json: boolean;
}

/** `recovery check-key`: 0 for the right key, 3 for another one or where nothing can be told, 2 for a mistyped one. */
export async function checkKey(options: CheckKeyOptions): Promise<number> {
  const terminal = processTerminal();
  const ask = options.stdin ? linesOfStdin() : typedAt(terminal);
  const account = await accountOf(options, ask);
  const verdict = await verdictOn(account, ask);
  const { user, taken } = account;
  terminal.result(
    options.json ? JSON.stringify({ version: 1, user, taken, ...verdict }) : verdictLines(verdict, account).join("\n"),
  );
  return verdict.kind === "right" ? 0 : 3;
}

/** Asks for one secret; `check` says what is wrong with an answer. */
type AskFor = (question: string, check?: (answer: string) => string | null) => Promise<string>;

function typedAt(terminal: Terminal): AskFor {
  return (question, check = () => null) => terminal.hidden(question, { flag: "--stdin", check });
}

/** A line for each question, in their order. */
function linesOfStdin(): AskFor {
  const lines = text(process.stdin).then((whole) => whole.split(/\r?\n/));
  let next = 0;
  return async (_, check = () => null) => {
    const answer = (await lines)[next++] ?? "";
    const problem = check(answer);
    if (problem !== null) throw mistyped(problem);
    return answer;
  };
}

function mistyped(problem: string): SettingsError {
  const write = "Type it again as it is written down. This says nothing about whether it is the right key.";
  return new SettingsError([{ file: null, line: null, key: "recovery key", found: problem, write }]);
}

async function accountOf(options: CheckKeyOptions, ask: AskFor): Promise<CheckValue> {
  const { checkValue, server, user, accessToken, authority } = options;
  if (checkValue !== undefined) return await checkValueFromFile(resolve(checkValue));
  if (server === undefined || (user === undefined && !accessToken)) throw nowhereToLook();
  const place = { server, authorityFile: authority === undefined ? null : resolve(authority) };
  if (user !== undefined)
    return await checkValueByPassword(
      { ...place, user },
      async () => new Secret(await ask(`The password of ${user}:`)),
    );
  return await checkValueByToken(place, async () => new Secret((await ask("The access token:")).trim()));
}

function nowhereToLook(): SettingsError {
  const write =
    "Name your server and yourself, --server https://chat.acme.example --user @ana:acme.example; or the file that an administrator gave you, --check-value FILE.";
  return new SettingsError([{ file: null, line: null, key: "check-key", found: "no account is named", write }]);
}

/** Nothing is asked for where the account has no key. */
async function verdictOn(account: CheckValue, ask: AskFor): Promise<KeyVerdict> {
  const current = defaultKeyOf(account);
  if (current === null) return { kind: "not set up" };
  return await judgeKey(await typedKey(current, ask), account);
}

async function typedKey(current: KeyDescription, ask: AskFor): Promise<TypedKey> {
  const question = current.passphrase === null ? "The recovery key:" : "The recovery key, or the recovery passphrase:";
  const problemIn = (answer: string) => {
    const found = readTypedKey(answer, current);
    return "kind" in found ? null : found.map(describeMistyped).join(". ");
  };
  const found = readTypedKey(await ask(question, problemIn), current);
  if ("kind" in found) return found;
  throw mistyped(found.map(describeMistyped).join(". "));
}
