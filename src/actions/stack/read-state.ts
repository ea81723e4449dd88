import { type PulumiState, parsePulumiState } from "../../io/pulumi/state.ts";
import type { Session } from "../session.ts";
import { readCheckpoint } from "./mend-state.ts";

/** Reads Pulumi's state from its file; null when the stack has none. */
export async function readState(session: Session): Promise<PulumiState | null> {
  const text = await readCheckpoint(session);
  return text === null ? null : parsePulumiState(text);
}
