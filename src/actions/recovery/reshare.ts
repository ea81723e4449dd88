import { parseDeed } from "../../operations/journal/entry.ts";
import { linesOf } from "../../operations/journal/lines.ts";
import { groupsOf, type ShareGroup } from "../../operations/recovery/groups.ts";
import type { Session } from "../session.ts";
import { type KitWishes, type WrittenKit, writeKit } from "./kit.ts";

/** The new shares, and the groups that were made before, which open the same key. */
export interface Reshared extends WrittenKit {
  readonly before: readonly ShareGroup[];
}

/** Writes shares for other holders: a new group of the same key. */
export async function reshare(session: Session, wishes: Omit<KitWishes, "ceremony">): Promise<Reshared> {
  const bytes = (await session.files.bytes(session.paths.journal)) ?? new Uint8Array();
  const written = await writeKit(session, { ...wishes, ceremony: "recovery reshare" });
  const deeds = linesOf(bytes).flatMap(({ text }) => parseDeed(text) ?? []);
  return { ...written, before: groupsOf(written.keyId, deeds) };
}
