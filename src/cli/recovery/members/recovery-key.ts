import type { KeyDescription } from "../../../keys/members/secret-storage.ts";
import { readTypedKey, type TypedKey } from "../../../operations/recovery/members/check-key.ts";
import { describeMistyped } from "../../../operations/recovery/members/mistyped.ts";
import type { AskSecret } from "../../terminal/secrets.ts";

const write = "Write it again as it is written down. This says nothing about whether it is the right key.";

/** Asks a member for the recovery key of a description, or for the passphrase where it has one. What is mistyped is no answer. */
export async function askRecoveryKey(ask: AskSecret, description: KeyDescription): Promise<TypedKey> {
  const question =
    description.passphrase === null ? "The recovery key:" : "The recovery key, or the recovery passphrase:";
  const check = (answer: string) => {
    const found = readTypedKey(answer, description);
    return "kind" in found ? null : found.map(describeMistyped).join(". ");
  };
  const typed = readTypedKey(await ask(question, { check, write }), description);
  if ("kind" in typed) return typed;
  throw new Error("a recovery key was taken that did not pass its check");
}
