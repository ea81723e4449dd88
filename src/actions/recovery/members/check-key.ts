import { SettingsError } from "../../../errors.ts";
import { systemClock } from "../../../io/machine/clock.ts";
import { disk } from "../../../io/machine/files.ts";
import { accountDataOf } from "../../../io/matrix/member/account-data.ts";
import type { MemberSession } from "../../../io/matrix/member/session.ts";
import { type CheckValue, checkValueIn, parseCheckValue } from "../../../keys/members/check-value.ts";
import type { Json } from "../../../kinds/json.ts";
import type { Secret } from "../../../kinds/secret.ts";
import { asMember, type MemberPlace, withoutMemory, withToken } from "./as-member.ts";

/** The types of account data that a key is told by, and those whose keys' names say what it opens. */
const types = ["m.secret_storage.*", "m.cross_signing.*", "m.megolm_backup.v1"];

/** One device for all runs: what a killed run left is signed out by the next one. */
const device = {
  id: "CHATKEEPCHECKKEY",
  name: "chatkeep recovery check-key",
  memory: withoutMemory,
  withoutPasswords:
    "use the token of a session, --access-token, or ask an administrator for a check value, --check-value FILE.",
};

/** Reads a member's check value from their server, as the member. Nothing of the answer is written down. */
export function checkValueByPassword(place: MemberPlace, askPassword: () => Promise<Secret>): Promise<CheckValue> {
  return asMember(place, askPassword, device, checkValueOf);
}

/** The same with the token of a session that there is. */
export function checkValueByToken(
  place: { readonly server: string; readonly authorityFile: string | null },
  askToken: () => Promise<Secret>,
): Promise<CheckValue> {
  return withToken(place, askToken, checkValueOf);
}

async function checkValueOf(session: MemberSession): Promise<CheckValue> {
  return checkValueIn(session.userId, systemClock.now().toISOString(), await accountDataOf(session, types));
}

/** Reads one from a file that an administrator handed out. */
export async function checkValueFromFile(path: string): Promise<CheckValue> {
  const text = await disk.read(path);
  if (text === null)
    throw wrongFile(path, "the file does not exist", "Write the path of the file that you were given.");
  const value = parseCheckValue(jsonIn(text));
  if (value !== null) return value;
  const write = "An administrator makes one:  npx chatkeep recovery check-value NAME";
  throw wrongFile(path, "this is no check value of a recovery key", write);
}

function jsonIn(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function wrongFile(file: string, found: string, write: string): SettingsError {
  return new SettingsError([{ file, line: null, key: "--check-value", found, write }]);
}
