import { fieldsOf, type JsonObject } from "../../../kinds/json.ts";
import type { HistoryEvent } from "./relations.ts";

/** What an event says in one text, and whether it is something that a person said. */
export interface Said {
  readonly style: "text" | "state" | "bad";
  readonly text: string;
}

/** The text of an event: what a person wrote, or a sentence about what happened. */
export function saidIn(event: HistoryEvent): Said {
  if (event.removed !== undefined && event.stateKey === undefined) return removedText(event.removed);
  if (event.unreadable !== undefined) return { style: "bad", text: unreadableText[event.unreadable] };
  if (event.stateKey !== undefined) return { style: "state", text: stateText(event, event.stateKey) };
  return { style: "text", text: bodyOf(event.edited ?? event.content, event.type) };
}

function removedText({ by, reason }: NonNullable<HistoryEvent["removed"]>): Said {
  return { style: "state", text: `Removed by ${by}${reason === undefined ? "" : `: ${reason}`}` };
}

const unreadableText = {
  "no key": "This message cannot be read: its key is not in the key backup.",
  "key begins later": "This message cannot be read: the key that there is begins after it.",
  damaged: "This message cannot be read: it is damaged, or its key is.",
} as const;

/** What a message says. The formatted body is left alone: the plain one is what its sender wrote, and needs no cleaning. */
export function bodyOf(content: JsonObject, type: string): string {
  const { body, msgtype } = content;
  if (typeof body !== "string") return otherText(content, type);
  const text = withoutQuote(content, body);
  if (msgtype === "m.emote") return `* ${text}`;
  return isFile(content) && typeof content.filename === "string" && content.filename !== body
    ? text
    : isFile(content)
      ? ""
      : text;
}

/** The name of a file stands at the file. */
function isFile({ msgtype, url, file }: JsonObject): boolean {
  return (url !== undefined || file !== undefined) && /^m\.(image|file|audio|video)$/.test(String(msgtype));
}

/** Older clients put what they answer in front (Matrix client-server API before 1.13, "Fallbacks for rich replies"). */
function withoutQuote(content: JsonObject, body: string): string {
  const isAnswer = fieldsOf(fieldsOf(content["m.relates_to"])["m.in_reply_to"]).event_id !== undefined;
  return isAnswer && body.startsWith("> ") ? body.replace(/^(?:> .*(?:\n|$))+\n?/, "") : body;
}

function otherText(content: JsonObject, type: string): string {
  const poll = fieldsOf(content["m.poll"] ?? content["org.matrix.msc3381.poll.start"]);
  const question = fieldsOf(poll.question);
  const asked = question.body ?? question["org.matrix.msc1767.text"] ?? fieldsOf(question["m.text"]).body;
  if (typeof asked === "string") return `Poll: ${asked}`;
  const [fallback] = [content["org.matrix.msc1767.text"], content["m.text"]].filter((text) => typeof text === "string");
  return typeof fallback === "string" ? fallback : `(${type})`;
}

function stateText(event: HistoryEvent, key: string): string {
  const { content, type } = event;
  const text = (value: unknown) => (typeof value === "string" ? value : "");
  switch (type) {
    case "m.room.member":
      return membershipText(event, key);
    case "m.room.create":
      return "created the room";
    case "m.room.name":
      return content.name ? `named the room ${text(content.name)}` : "removed the room's name";
    case "m.room.topic":
      return content.topic ? `set the topic: ${text(content.topic)}` : "removed the topic";
    case "m.room.encryption":
      return "switched encryption on";
    case "m.room.avatar":
      return "changed the room's picture";
    case "m.room.history_visibility":
      return `set who can read older messages: ${text(content.history_visibility)}`;
    case "m.room.join_rules":
      return `set who can join: ${text(content.join_rule)}`;
    case "m.room.tombstone":
      return `replaced the room by ${text(content.replacement_room)}`;
    default:
      return `changed ${type}`;
  }
}

function membershipText({ sender, content, removed }: HistoryEvent, user: string): string {
  const own = sender === user;
  const reason = typeof content.reason === "string" && removed === undefined ? `: ${content.reason}` : "";
  switch (content.membership) {
    case "join":
      return own ? `is in the room${named(content)}` : `put ${user} in the room`;
    case "invite":
      return `invited ${user}${reason}`;
    case "leave":
      return own ? `left the room${reason}` : `removed ${user} from the room${reason}`;
    case "ban":
      return `banned ${user}${reason}`;
    case "knock":
      return `asked to join${reason}`;
    default:
      return `changed the membership of ${user}`;
  }
}

function named({ displayname: name }: JsonObject): string {
  return typeof name === "string" && name !== "" ? ` as ${plainName(name)}` : "";
}

/** A name without what would turn the text around it (Unicode, "Explicit directional formatting characters"). */
export function plainName(name: string): string {
  return name.replace(/[\u202A-\u202E\u2066-\u2069]/g, "");
}
