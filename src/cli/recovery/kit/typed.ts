import { resolve } from "node:path";
import { rebuild as rebuildStack } from "../../../actions/recovery/rebuild.ts";
import { readStackFileCopy } from "../../../actions/recovery/stored-key.ts";
import { verifyCopy, verifyKey, verifyShare } from "../../../actions/recovery/verify.ts";
import { onThisStack, type Session, type StackOptions } from "../../../actions/session.ts";
import type { Terminal } from "../../../actions/terminal.ts";
import { Refusal } from "../../../errors.ts";
import type { MasterKey } from "../../../keys/master-key.ts";
import { beginSession } from "../../session.ts";
import { type GivenOptions, givenKey } from "./given-key.ts";
import { typedShare } from "./typed-key.ts";

type TypedStackOptions = StackOptions & GivenOptions & { readonly stackFile?: string };
type VerifyOptions = TypedStackOptions & { readonly single: boolean };

/** `recovery verify`: 0 for this server's key, 3 for another one. */
export async function verify({ stackFile, single, ...options }: VerifyOptions): Promise<number> {
  const session = beginSession("recovery verify", options);
  const { terminal, stack } = session;
  if (single) return verifySingle(session, options);
  const copy = stackFile === undefined ? null : await readStackFileCopy(session, resolve(stackFile));
  const { key } = await givenKey(session, options);
  const found = await (copy === null ? verifyKey(session, key) : verifyCopy(key, copy));
  const whose = copy === null ? `the stack ${stack}` : copy.from;
  const said = found.same
    ? `Yes: this is the master key of ${whose}, ${found.stored}.`
    : `No: this is the key ${found.typed}, and ${found.stored === null ? `it does not open ${whose}` : `${whose} has ${found.stored}`}. Compare the key id on the sheet.`;
  terminal.result(options.json ? JSON.stringify({ version: 1, stack, ...found }) : said);
  return found.same ? 0 : 3;
}

/** One share, by its holder alone. */
async function verifySingle(session: Session, options: TypedStackOptions): Promise<number> {
  const { terminal, stack } = session;
  const found = await verifyShare(session, await typedShare(terminal, options));
  const { group, index, threshold, stored, same } = found;
  const said = same
    ? `Yes: share ${index} of group ${group} is of the master key of the stack ${stack}, ${stored}. It takes ${threshold} shares of this group.`
    : `No: share ${index} of group ${group} is of another key than the stack ${stack} has, ${stored}.`;
  terminal.result(options.json ? JSON.stringify({ version: 1, stack, ...found }) : said);
  return same ? 0 : 3;
}

/** `recovery rebuild`: puts the key in place, and says what comes next. */
export async function rebuild({ keyId, ...options }: TypedStackOptions & { readonly keyId?: string }): Promise<number> {
  const session = beginSession("recovery rebuild", options);
  const { terminal, stack } = session;
  const named = options.stackFile === undefined ? null : await readStackFileCopy(session, resolve(options.stackFile));
  const { key, asWords, stackFile } = await givenKey(session, options);
  if (keyId !== undefined) refuseOtherId(key, keyId);
  const prove = async () => (asWords && keyId === undefined ? refuseOtherId(key, await askId(terminal)) : undefined);
  const done = await rebuildStack(session, key, named ?? stackFile, prove);
  const lines = [`The key ${done.keyId} is in place.`, ...done.wrote.map((path) => `  ${path}`)];
  terminal.result(options.json ? JSON.stringify({ version: 1, stack, ...done }) : lines.join("\n"));
  terminal.note(`\nNext, and read its plan before you say yes:  ${onThisStack("up", stack)}`);
  return 0;
}

function askId(terminal: Terminal): Promise<string> {
  return terminal.text("The key id that the sheet shows:", { flag: "--key-id" });
}

function refuseOtherId(key: MasterKey, shown: string): void {
  if (shown.trim().toLowerCase() === key.id()) return;
  throw new Refusal(`What was typed gives the key ${key.id()}, and the sheet shows ${shown.trim()}`, {
    next: "A word is wrong, or the sheet is another key's: compare them and type the words again. Nothing was changed.",
  });
}
