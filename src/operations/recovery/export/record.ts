import { fieldsOf, isJsonObject, type JsonObject } from "../../../kinds/json.ts";

/** Of which version the lines are; docs/recovery.md describes them. */
export const historyVersion = 1;

/** Why an encrypted event cannot be read. */
export type Unreadable = "no key" | "key begins later" | "damaged";

/** What became of an event's file: where it lies, or why it does not. */
export type SavedMedia =
  | { readonly file: string; readonly name: string; readonly bytes: number }
  | { readonly problem: string; readonly name: string };

/** That an event was removed: what it said is gone, this is not. */
export interface Removal {
  readonly by: string;
  readonly at: string | null;
  readonly reason?: string;
}

/** One event of a room, decrypted: a line of `events.jsonl`. */
export interface EventRecord {
  /** `decrypted`: this line replaces the earlier one with the same id, which could not be read then. */
  readonly record: "event" | "decrypted";
  readonly id: string;
  readonly sender: string;
  /** When its sender's server says that it was sent. */
  readonly at: string | null;
  readonly type: string;
  /** Only of state. */
  readonly stateKey?: string;
  readonly content: JsonObject;
  readonly encrypted?: true;
  /** Why its content is still encrypted. */
  readonly unreadable?: Unreadable;
  readonly removed?: Removal;
  /** What a redaction removes. */
  readonly removes?: string;
  readonly media?: SavedMedia;
}

/** What decryption gives. */
export type Reading =
  | { readonly kind: "readable"; readonly type: string; readonly content: JsonObject }
  | { readonly kind: "unreadable"; readonly why: Unreadable };

/** Whether there is something to decrypt in an event: nothing is left of one that was removed. */
export function isEncrypted(event: JsonObject): boolean {
  return event.type === "m.room.encrypted" && event.state_key === undefined && isJsonObject(event.content)
    ? typeof event.content.ciphertext === "string"
    : false;
}

/** An event as the server gave it, with what it said once it was decrypted; null where it is no event. */
export function recordOf(event: JsonObject, reading: Reading | null): EventRecord | null {
  const { event_id: id, sender, type, content } = event;
  if (typeof id !== "string" || typeof sender !== "string" || typeof type !== "string") return null;
  const removed = removalIn(event);
  const removes = removedBy(event);
  const original = { type, content: isJsonObject(content) ? content : {} };
  const { type: shownType, content: shown } = reading?.kind === "readable" ? withRelation(reading, original) : original;
  return {
    record: "event",
    id,
    sender,
    at: timeOf(event.origin_server_ts),
    type: shownType,
    ...(typeof event.state_key === "string" ? { stateKey: event.state_key } : {}),
    content: shown,
    ...(reading === null ? {} : { encrypted: true }),
    ...(reading?.kind === "unreadable" ? { unreadable: reading.why } : {}),
    ...(removed === null ? {} : { removed }),
    ...(removes === null ? {} : { removes }),
  };
}

/** What an event relates to stands outside the encryption and counts there (Matrix client-server API, "Relationships in encrypted events"). */
function withRelation(reading: Reading & { readonly kind: "readable" }, outer: { readonly content: JsonObject }) {
  const relation = outer.content["m.relates_to"];
  const content = relation === undefined ? reading.content : { ...reading.content, "m.relates_to": relation };
  return { type: reading.type, content };
}

/** The server puts the redaction beside what it removed. */
function removalIn({ unsigned }: JsonObject): Removal | null {
  const { redacted_because: because } = fieldsOf(unsigned);
  const { sender, origin_server_ts: at, content } = fieldsOf(because);
  return typeof sender === "string" ? removalOf({ sender, at: timeOf(at), content: fieldsOf(content) }) : null;
}

/** That something was removed, as its redaction says. */
function removalOf(redaction: {
  readonly sender: string;
  readonly at: string | null;
  readonly content: Readonly<Record<string, unknown>>;
}): Removal {
  const { reason } = redaction.content;
  const why = typeof reason === "string" && reason !== "" ? { reason } : {};
  return { by: redaction.sender, at: redaction.at, ...why };
}

/** Which event a redaction removes: since room version 11 its content says so. */
function removedBy({ type, redacts, content }: JsonObject): string | null {
  if (type !== "m.room.redaction") return null;
  const inContent = isJsonObject(content) ? content.redacts : undefined;
  if (typeof inContent === "string") return inContent;
  return typeof redacts === "string" ? redacts : null;
}

/** Clocks of servers say anything; what is no time is left out. */
function timeOf(milliseconds: unknown): string | null {
  const date = typeof milliseconds === "number" ? new Date(milliseconds) : null;
  return date === null || Number.isNaN(date.getTime()) ? null : date.toISOString();
}
