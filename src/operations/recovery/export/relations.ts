import { fieldsOf, isJsonObject, type JsonObject } from "../../../kinds/json.ts";
import type { EventRecord } from "./record.ts";

/** How an event relates to an earlier one (Matrix client-server API, "Forwarding and aggregating events"). */
export type Relation =
  | { readonly kind: "edit"; readonly of: string }
  | { readonly kind: "reaction"; readonly of: string; readonly key: string }
  | { readonly kind: "removal"; readonly of: string }
  /** The same event, readable now. */
  | { readonly kind: "decryption"; readonly of: string };

/** The relation that changes how the earlier event is shown; null where there is none. */
export function relationOf({ record, id, type, content, removes, removed, stateKey }: EventRecord): Relation | null {
  if (record === "decrypted") return { kind: "decryption", of: id };
  if (removes !== undefined) return { kind: "removal", of: removes };
  const { rel_type: kind, event_id: of, key } = fieldsOf(content["m.relates_to"]);
  if (typeof of !== "string" || removed !== undefined || stateKey !== undefined) return null;
  if (kind === "m.replace") return { kind: "edit", of };
  return kind === "m.annotation" && type === "m.reaction" && typeof key === "string" && key !== ""
    ? { kind: "reaction", of, key }
    : null;
}

/** An event as people read it: with its edits, reactions and removal. A line of `history.jsonl`. */
export interface HistoryEvent extends Omit<EventRecord, "record"> {
  readonly record: "event";
  readonly room: string;
  /** The sender's name in the room at that time; null where there was none. */
  readonly senderName: string | null;
  /** Its content after the last edit. */
  readonly edited?: JsonObject;
  /** Every version after the first, oldest first. */
  readonly edits?: readonly { readonly id: string; readonly at: string | null; readonly content: JsonObject }[];
  readonly reactions?: readonly { readonly key: string; readonly by: readonly string[] }[];
  /** The event that it answers. */
  readonly replyTo?: string;
  /** The first event of its thread. */
  readonly thread?: string;
}

/** Puts an event together with those that relate to it. */
export function withRelated(
  record: EventRecord,
  related: readonly EventRecord[],
  about: { readonly room: string; readonly senderName: string | null },
): HistoryEvent {
  const later = related.findLast(({ record: kind }) => kind === "decrypted");
  const event: EventRecord = later === undefined ? record : { ...later, ...removedPart(record) };
  const removal = event.removed ?? removalAmong(related);
  const shown: HistoryEvent = { ...event, record: "event", ...about, ...answers(event.content) };
  if (removal !== undefined) return emptied(shown, removal);
  const edits = editsAmong(event, related);
  const reactions = reactionsAmong(related);
  const last = edits.at(-1)?.content;
  return {
    ...shown,
    ...(last === undefined ? {} : { edited: last, edits }),
    ...(reactions.length === 0 ? {} : { reactions }),
  };
}

function removedPart({ removed }: EventRecord): Partial<EventRecord> {
  return removed === undefined ? {} : { removed };
}

function removalAmong(related: readonly EventRecord[]): EventRecord["removed"] {
  const redaction = related.find(({ removes, removed }) => removes !== undefined && removed === undefined);
  if (redaction === undefined) return undefined;
  const { sender, at, content } = redaction;
  const { reason } = content;
  return { by: sender, at, ...(typeof reason === "string" && reason !== "" ? { reason } : {}) };
}

/** What was removed after it was read is not shown either. */
function emptied(
  { media: _, unreadable: _why, ...event }: HistoryEvent,
  removed: NonNullable<HistoryEvent["removed"]>,
): HistoryEvent {
  const isState = event.stateKey !== undefined;
  return { ...event, content: isState ? event.content : {}, removed };
}

/** Only its own sender edits an event, with one of the same type, and no state (Matrix client-server API, "Validity of replacement events"). */
function editsAmong(event: EventRecord, related: readonly EventRecord[]): NonNullable<HistoryEvent["edits"]> {
  const isEditable = event.stateKey === undefined && relationOf(event)?.kind !== "edit";
  return related
    .flatMap((other) => {
      const content = other.content["m.new_content"];
      const isOne = isEditable && relationOf(other)?.kind === "edit" && isJsonObject(content);
      const isValid = other.sender === event.sender && other.type === event.type;
      const isAsPrivate = other.encrypted === true || event.encrypted === undefined;
      if (!(isOne && isValid && isAsPrivate)) return [];
      return [{ id: other.id, at: other.at, content }];
    })
    .sort(byTime);
}

/** The newest counts; of the same time, the one with the greater id. */
function byTime(one: { readonly at: string | null; readonly id: string }, other: typeof one): number {
  const [a, b] = [one.at ?? "", other.at ?? ""];
  if (a !== b) return a < b ? -1 : 1;
  return one.id < other.id ? -1 : 1;
}

/** Each person counts once for each key, in the order of the first. */
function reactionsAmong(related: readonly EventRecord[]): NonNullable<HistoryEvent["reactions"]> {
  const people = new Map<string, Set<string>>();
  for (const other of related) {
    const relation = relationOf(other);
    if (relation?.kind !== "reaction") continue;
    const already = people.get(relation.key) ?? new Set();
    people.set(relation.key, already.add(other.sender));
  }
  return [...people].map(([key, by]) => ({ key, by: [...by] }));
}

/** What an event answers, and its thread. In a thread most answers are only for clients that know no threads. */
function answers(content: JsonObject): Pick<HistoryEvent, "replyTo" | "thread"> {
  const {
    rel_type: kind,
    event_id: root,
    is_falling_back: isFallback,
    ...relation
  } = fieldsOf(content["m.relates_to"]);
  const { event_id: answered } = fieldsOf(relation["m.in_reply_to"]);
  const isInThread = kind === "m.thread" && typeof root === "string";
  return {
    ...(typeof answered === "string" && !(isInThread && isFallback === true) ? { replyTo: answered } : {}),
    ...(isInThread ? { thread: root } : {}),
  };
}
