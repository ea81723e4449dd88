import { resolve } from "node:path";
import {
  checkValueByPassword,
  checkValueByToken,
  checkValueFromFile,
} from "../../../actions/recovery/members/check-key.ts";
import { SettingsError } from "../../../errors.ts";
import type { CheckValue } from "../../../keys/members/check-value.ts";
import { Secret } from "../../../kinds/secret.ts";
import { defaultKeyOf, judgeKey, type KeyVerdict } from "../../../operations/recovery/members/check-key.ts";
import { processTerminal } from "../../terminal/prompts.ts";
import { type AskSecret, askingSecrets, type SecretsOption } from "../../terminal/secrets.ts";
import { verdictLines } from "./check-key-text.ts";
import { askRecoveryKey } from "./recovery-key.ts";

/** How `recovery check-key` is called. */
export interface CheckKeyOptions extends SecretsOption {
  readonly checkValue?: string;
  readonly server?: string;
  readonly user?: string;
  readonly accessToken: boolean;
  readonly authority?: string;
  readonly json: boolean;
}

/** `recovery check-key`: 0 for the right key, 3 for another one or where nothing can be told, 2 for a mistyped one. */
export async function checkKey(options: CheckKeyOptions): Promise<number> {
  const terminal = processTerminal();
  const ask = askingSecrets(terminal, options);
  const account = await accountOf(options, ask);
  const verdict = await verdictOn(account, ask);
  const { user, taken } = account;
  terminal.result(
    options.json ? JSON.stringify({ version: 1, user, taken, ...verdict }) : verdictLines(verdict, account).join("\n"),
  );
  return verdict.kind === "right" ? 0 : 3;
}

async function accountOf(options: CheckKeyOptions, ask: AskSecret): Promise<CheckValue> {
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
async function verdictOn(account: CheckValue, ask: AskSecret): Promise<KeyVerdict> {
  const current = defaultKeyOf(account);
  if (current === null) return { kind: "not set up" };
  return await judgeKey(await askRecoveryKey(ask, current), account);
}
