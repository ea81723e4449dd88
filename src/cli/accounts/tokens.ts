import { randomBytes } from "node:crypto";
import { asOperator, changeAsOperator } from "../../actions/accounts/operate.ts";
import type { Session, StackOptions } from "../../actions/session.ts";
import { type Settled, settledStack } from "../../actions/stack/settings.ts";
import type { RegistrationToken } from "../../io/synapse/registration-tokens.ts";
import type { Duration } from "../../kinds/duration.ts";
import { generateToken, shownCharacters, stateOf, tokenNamed } from "../../operations/accounts/tokens.ts";
import { beginSession } from "../session.ts";
import { agreed, type YesOption } from "../up/consent.ts";
import { shownToken, showTokens } from "./list-text.ts";

/** How `token create` is called. */
export interface CreateTokenOptions extends StackOptions {
  readonly uses: number | "unlimited";
  readonly expires: Duration | "never";
}

/** Makes a registration token and shows it. */
export async function createToken(options: CreateTokenOptions): Promise<number> {
  const session = beginSession("token create", options);
  const settled = await settledStack(session);
  const uses = options.uses === "unlimited" ? null : options.uses;
  const expires =
    options.expires === "never" ? null : new Date(session.clock.now().getTime() + options.expires).toISOString();
  const token = generateToken(randomBytes);
  const name = token.reveal().slice(0, shownCharacters);
  await changeAsOperator(session, { settled, about: { token: name, uses, expires } }, ({ tokens }) =>
    tokens.create({ token, uses, expires }),
  );
  const found = { token: token.reveal(), uses, expires, registration: settled.plan.homeserver.registration };
  session.terminal.result(options.json ? JSON.stringify({ version: 1, ...found }) : token.reveal());
  for (const line of hints(settled, options)) session.terminal.note(line);
  return 0;
}

/** What a person does with a token, on stderr: the token alone is on stdout. */
function hints({ plan }: Settled, { uses, json }: CreateTokenOptions): readonly string[] {
  if (plan.homeserver.registration === "closed")
    return [
      "Registration is closed, so this token does not work yet.",
      "To allow registration with a token, write `chatkeep:registration: token` in the stack file, then `npx chatkeep up`.",
    ];
  if (json) return [];
  const who = uses === "unlimited" ? "Anyone who has it" : uses === 1 ? "One person" : `${uses} people`;
  return [`${who} can create an account with it at ${plan.baseUrl}. Send it as safely as a password.`];
}

/** How `token list` is called. */
export interface ListTokensOptions extends StackOptions {
  readonly reveal: boolean;
}

/** Lists registration tokens. */
export async function listTokens(options: ListTokensOptions): Promise<number> {
  const session = beginSession("token list", options);
  const settled = await settledStack(session);
  const all = await asOperator(session, settled, ({ tokens }) => tokens.list());
  session.terminal.result(
    options.json
      ? JSON.stringify({ version: 1, tokens: all.map((each) => plainToken(each, session, options.reveal)) })
      : showTokens(all, session, options.reveal).join("\n"),
  );
  return 0;
}

function plainToken(each: RegistrationToken, { clock }: Session, reveal: boolean): object {
  const { uses, used, pending, expires } = each;
  return { token: shownToken(each, reveal), state: stateOf(each, clock.now()), uses, used, pending, expires };
}

/** Revokes a registration token, named by its beginning. */
export async function revokeToken(beginning: string, options: StackOptions & YesOption): Promise<number> {
  const session = beginSession("token revoke", options);
  const settled = await settledStack(session);
  const found = await asOperator(session, settled, async ({ tokens }) => tokenNamed(await tokens.list(), beginning));
  const name = shownToken(found, false);
  const question = `Revoke the registration token ${name}? Accounts created with it (${found.used}) stay.`;
  if (!(await agreed(session.terminal, options, question))) return 1;
  await changeAsOperator(session, { settled, about: { token: name } }, ({ tokens }) => tokens.revoke(found.token));
  session.terminal.result(
    options.json
      ? JSON.stringify({ version: 1, token: name, revoked: true })
      : `The token ${name} is revoked: no one can use it any more.`,
  );
  return 0;
}
