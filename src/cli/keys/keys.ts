import { findKeys } from "../../actions/keys/key-facts.ts";
import { settingsWithoutSecrets } from "../../actions/keys/new-master/settings.ts";
import {
  type NewMaster,
  type NewMasterWishes,
  planNewMaster,
  replaceMasterKey,
} from "../../actions/keys/new-master.ts";
import { type Announced, planRotation, rotate as rotateKeys } from "../../actions/keys/rotate.ts";
import { countUnsigned, signEventsAgain } from "../../actions/keys/sign-again.ts";
import { onThisStack, type Session, type StackOptions } from "../../actions/session.ts";
import { settleState } from "../../actions/stack/earlier-state.ts";
import { settledStack } from "../../actions/stack/settings.ts";
import { listKeys } from "../../operations/keys/rotation/list.ts";
import { beginSession } from "../session.ts";
import { processTerminal } from "../terminal/prompts.ts";
import { agreed, type YesOption } from "../up/consent.ts";
import { showKeys } from "./list-text.ts";
import { repositoryKeyLeft, showNewMaster } from "./new-master-text.ts";
import { showRotation } from "./rotation-text.ts";

/** `keys list`: what there is, and what replacing it does. */
export async function list(options: StackOptions): Promise<number> {
  const session = beginSession("keys list", options);
  const { facts, master } = await findKeys(session);
  const listed = listKeys(master.id(), facts);
  const document = { version: 1, stack: session.stack, ...listed };
  session.terminal.result(options.json ? JSON.stringify(document) : showKeys(listed, facts.now));
  return 0;
}

/** How `keys rotate` is called. */
export interface RotateOptions extends StackOptions, YesOption {
  readonly dryRun: boolean;
}

/** `keys rotate`: shows what happens, asks, does it, verifies it. */
export async function rotate(purposes: readonly string[], options: RotateOptions): Promise<number> {
  if (!options.dryRun) await settleState(options.stack, processTerminal());
  const session = beginSession("keys rotate", options);
  const { terminal, stack } = session;
  if (options.dryRun) {
    const announced = await planRotation(session, purposes);
    terminal.result(options.json ? asJson(stack, announced, { dryRun: true }) : shown(announced));
    return 0;
  }
  const done = await rotateKeys(session, purposes, (announced) => {
    terminal.note(shown(announced));
    return agreed(terminal, options, "Continue?");
  });
  if (done === null) return 1;
  terminal.result(options.json ? asJson(stack, done, { dryRun: false }) : "Done: the server uses the new secrets.");
  terminal.note(
    `The recovery kit names generations and signing keys. Write a new one:  ${onThisStack("recovery kit", stack)}`,
  );
  return 0;
}

function shown({ found, rotation }: Announced): string {
  return showRotation(found.settled.plan, rotation);
}

function asJson(stack: string, { rotation }: Announced, more: object): string {
  return JSON.stringify({ version: 1, stack, ...more, ...rotation });
}

/** `keys new-master`: shows what happens, asks, does it, verifies it. */
export async function newMaster(options: RotateOptions & NewMasterWishes): Promise<number> {
  if (!options.dryRun) await settleState(options.stack, processTerminal());
  const session = beginSession("keys new-master", options);
  const { terminal, stack } = session;
  const { plan: server } = await settingsWithoutSecrets(session);
  if (options.dryRun) {
    const plan = await planNewMaster(session, options);
    const document = { version: 1, stack, dryRun: true, ...plan };
    terminal.result(options.json ? JSON.stringify(document) : showNewMaster(server, plan));
    return 0;
  }
  const done = await replaceMasterKey(session, options, (plan) => {
    terminal.note(showNewMaster(server, plan));
    return agreed(terminal, options, "Continue?");
  });
  if (done === null) return 1;
  showDone(session, done, options);
  return 0;
}

function showDone(
  { terminal, stack }: Session,
  { plan, keyId, earlierRepositoryKey }: NewMaster,
  { json }: StackOptions,
): void {
  const document = { version: 1, stack, dryRun: false, keyId, earlierRepositoryKey, ...plan };
  terminal.result(json ? JSON.stringify(document) : `Done: the server has the master key ${keyId}.`);
  terminal.note(
    [
      "The recovery kits and shares of the earlier key no longer rebuild this server. Write a new kit now:",
      `  ${onThisStack("recovery kit", stack)}`,
      ...(earlierRepositoryKey === null ? [] : repositoryKeyLeft(earlierRepositoryKey)),
    ].join("\n"),
  );
}

/** `keys re-sign`: says how many events it is about, asks, has them signed, counts again. */
export async function reSign(options: StackOptions & YesOption): Promise<number> {
  const session = beginSession("keys re-sign", options);
  const { terminal, stack } = session;
  const settled = await settledStack(session);
  const found = await countUnsigned(session, settled);
  const what = `${found.before} events of this server's members are not signed by ${found.signingKeyId}.`;
  if (found.before > 0) {
    terminal.note(`${what} Synapse signs them again; members notice nothing.`);
    if (!(await agreed(terminal, options, "Continue?"))) return 1;
  }
  const done = found.before > 0 ? await signEventsAgain(session, settled) : { ...found, after: 0 };
  const said = `${done.before - done.after} events were signed by ${done.signingKeyId}, ${done.after} were not.`;
  terminal.result(options.json ? JSON.stringify({ version: 1, stack, ...done }) : said);
  return done.after === 0 ? 0 : 1;
}
