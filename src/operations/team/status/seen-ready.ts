import { fieldsOf, parseJson } from "../../../kinds/json.ts";
import type { UserId } from "../../../kinds/names.ts";
import type { JudgedMember } from "./member.ts";

/** When members were first seen ready, as ISO times. */
export type SeenReady = Readonly<Record<UserId, string>>;

/** What a file says of it; nothing where there is none, or another text: then it begins again. */
export function readSeenReady(text: string | null): SeenReady {
  const entries = Object.entries(fieldsOf(text === null ? null : parseJson(text)));
  return Object.fromEntries(
    entries.flatMap(([user, since]) =>
      typeof since === "string" && !Number.isNaN(Date.parse(since)) ? [[user as UserId, since] as const] : [],
    ),
  );
}

/** What is remembered after a look: who is no longer ready begins again, and of who is locked nothing new is known. */
export function seenReadyAfter(before: SeenReady, members: readonly JudgedMember[]): SeenReady {
  return Object.fromEntries(
    members.flatMap(({ member: { id }, stage, since }) => {
      const kept = stage === "ready" ? since : stage === "locked" ? before[id] : null;
      return kept === null || kept === undefined ? [] : [[id, kept]];
    }),
  );
}
