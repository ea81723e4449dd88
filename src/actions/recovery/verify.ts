import type { MasterKey } from "../../keys/master-key.ts";
import type { Session } from "../session.ts";
import { storedKey } from "./stored-key.ts";

/** Whether a key is this stack's; ids are public. */
export interface KeyVerified {
  readonly typed: string;
  readonly stored: string;
  readonly same: boolean;
}

/** Compares a typed key with the one that this machine's stack file holds. Nothing is written. */
export async function verifyKey(session: Session, typed: MasterKey): Promise<KeyVerified> {
  const stored = await storedKey(session);
  return { typed: typed.id(), stored: stored.id(), same: typed.text().reveal() === stored.text().reveal() };
}
