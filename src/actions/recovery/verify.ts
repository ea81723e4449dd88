import type { MasterKey } from "../../keys/master-key.ts";
import { pulumiPassphrase } from "../../keys/secrets.ts";
import type { Share } from "../../keys/shares.ts";
import type { Session } from "../session.ts";
import { keyInStackFile } from "../stack/encrypted-values.ts";
import { type StackFileCopy, storedKey } from "./stored-key.ts";

/** Whether a key is this stack's; ids are public. */
export interface KeyVerified {
  readonly typed: string;
  /** null where a copy of the stack file does not open with the typed key: whose it is cannot be seen. */
  readonly stored: string | null;
  readonly same: boolean;
}

/** Compares a typed key with the one that this machine's stack file holds. Nothing is written. */
export async function verifyKey(session: Session, typed: MasterKey): Promise<KeyVerified> {
  const stored = await storedKey(session);
  return { typed: typed.id(), stored: stored.id(), same: typed.text().reveal() === stored.text().reveal() };
}

/** Whether one share is of this stack's key, as far as it can be seen without the others. */
export interface ShareVerified {
  readonly group: string;
  readonly index: number;
  readonly threshold: number;
  readonly stored: string;
  readonly same: boolean;
}

/** Compares the commitment in one share with the one that this machine's key gives for its group. Nothing is written. */
export async function verifyShare(
  session: Session,
  { group, index, threshold, commitment }: Share,
): Promise<ShareVerified> {
  const stored = await storedKey(session);
  const same = stored.shareCommitment(group) === commitment;
  return { group, index, threshold, stored: stored.id(), same };
}

/** Finds out whether a typed key opens a copy of the stack file; it needs no stack on this machine. */
export async function verifyCopy(typed: MasterKey, { text }: StackFileCopy): Promise<KeyVerified> {
  const held = await keyInStackFile(text, pulumiPassphrase(typed));
  return { typed: typed.id(), stored: held?.id() ?? null, same: held?.id() === typed.id() };
}
