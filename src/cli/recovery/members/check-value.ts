import { checkValueOfMember } from "../../../actions/recovery/members/check-value.ts";
import type { StackOptions } from "../../../actions/session.ts";
import { checkValueText } from "../../../keys/members/check-value.ts";
import { beginSession } from "../../session.ts";

/** `recovery check-value`: prints the file for one member; 3 where there is no key to check. */
export async function checkValue(name: string, options: StackOptions): Promise<number> {
  const session = beginSession("recovery check-value", options);
  const { terminal } = session;
  const value = await checkValueOfMember(session, name);
  if (value.defaultKey === null) {
    terminal.note(
      `${value.user} has no recovery key: recovery is not set up, or was reset. There is nothing to check.`,
    );
    return 3;
  }
  terminal.result(checkValueText(value).trimEnd());
  const hasPassphrase = value.keys.some(({ passphrase }) => passphrase !== null);
  if (hasPassphrase)
    terminal.note(
      `${value.user} chose a passphrase: with this file, anyone can try passphrases. Give it to this member alone.`,
    );
  return 0;
}
