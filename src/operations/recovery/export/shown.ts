import { fieldsOf } from "../../../kinds/json.ts";
import type { LinkedFile, Quote, ShownEvent } from "../../../render/recovery/export/page.ts";
import { type HistoryEvent, relationOf } from "./relations.ts";
import { bodyOf, plainName, saidIn } from "./sentences.ts";

/** Shows the events of one room, in their order. */
export interface RoomShower {
  /** The event as the page shows it; null where it is shown at another one, as an edit is. */
  show(event: HistoryEvent): ShownEvent | null;
}

/** How many events back an answer still shows what it answers; beyond that it only leads there. */
const remembered = 2_000;
const quoteLength = 120;

/** Shows a room whose files lie in `folder`, relative to the page. */
export function roomShower(folder: string): RoomShower {
  const earlier = new Map<string, Remembered>();
  let lastDay = "";
  return {
    show: (event) => {
      if (isShownElsewhere(event)) return null;
      const day = event.at?.slice(0, 10) ?? "";
      const days = day === lastDay || day === "" ? [] : [longDay(day)];
      if (day !== "") lastDay = day;
      const said = saidIn(event);
      remember(earlier, event, said.text);
      return {
        anchor: anchorOf(event.id),
        days,
        name: plainName(event.senderName ?? event.sender),
        user: event.senderName === null ? "" : event.sender,
        iso: event.at ?? "",
        time: event.at?.slice(11, 16) ?? "",
        ...said,
        quotes: quotesOf(event, earlier),
        ...filesOf(event, folder),
        versions: versionsOf(event),
        reactions:
          event.reactions === undefined ? [] : [event.reactions.map(({ key, by }) => ({ key, by: whoOf(by) }))],
      };
    },
  };
}

interface Remembered {
  readonly who: string;
  readonly text: string;
}

/** The anchor of an event or a room on the page: ids may hold anything. */
export function anchorOf(id: string): string {
  return `e${id.replace(/[^A-Za-z0-9_-]/g, (letter) => `.${letter.codePointAt(0)?.toString(16)}`)}`;
}

function isShownElsewhere(event: HistoryEvent): boolean {
  const kind = relationOf({ ...event, record: "event" })?.kind;
  return (
    kind === "edit" ||
    kind === "reaction" ||
    kind === "removal" ||
    (event.type === "m.reaction" && event.removed !== undefined)
  );
}

function remember(earlier: Map<string, Remembered>, { id, sender, senderName }: HistoryEvent, text: string): void {
  const short = [...text.replace(/\s+/g, " ")].slice(0, quoteLength).join("");
  earlier.set(id, { who: plainName(senderName ?? sender), text: short });
  if (earlier.size <= remembered) return;
  const [oldest] = earlier.keys();
  if (oldest !== undefined) earlier.delete(oldest);
}

function quotesOf({ replyTo, thread }: HistoryEvent, earlier: ReadonlyMap<string, Remembered>): readonly Quote[] {
  const quote = (label: string, id: string | undefined) =>
    id === undefined ? [] : [{ href: `#${anchorOf(id)}`, label, who: "", text: "", ...earlier.get(id) }];
  return [...quote("In the thread of", thread), ...quote("In reply to", replyTo)];
}

function versionsOf({ edits, content, at, type }: HistoryEvent): ShownEvent["versions"] {
  const last = edits?.at(-1);
  if (edits === undefined || last === undefined) return [];
  const all = [{ at, content }, ...edits].map((version) => ({
    time: timeText(version.at),
    text: bodyOf(version.content, type),
  }));
  return [{ title: `Edited ${timeText(last.at)}: ${all.length} versions`, texts: all }];
}

function timeText(at: string | null): string {
  return at === null ? "" : `${at.slice(0, 10)} ${at.slice(11, 16)}`;
}

/** A few are named, more are counted. */
function whoOf(by: readonly string[]): string {
  return by.length <= 3 ? by.join(", ") : `${by.slice(0, 2).join(", ")} and ${by.length - 2} more`;
}

const longDayFormat = new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeZone: "UTC" });

function longDay(day: string): string {
  return longDayFormat.format(new Date(`${day}T00:00:00Z`));
}

type Files = Pick<ShownEvent, "images" | "sounds" | "films" | "files" | "problems">;

function filesOf({ media, content }: HistoryEvent, folder: string): Files {
  const none: Files = { images: [], sounds: [], films: [], files: [], problems: [] };
  if (media === undefined) return unsavedFile(content, none);
  if ("problem" in media) return { ...none, problems: [`${media.name}: ${media.problem}`] };
  const src = [...folder.split("/"), ...media.file.split("/")].map(encodeURIComponent).join("/");
  const file: LinkedFile = { src, name: media.name, about: sizeText(media.bytes) };
  return { ...none, files: [file], ...shownAs(file, media.file) };
}

function shownAs(file: LinkedFile, path: string): Partial<Files> {
  if (/\.(png|jpe?g|gif|webp|avif|bmp)$/i.test(path)) return { images: [file] };
  if (/\.(mp3|og[ga]|opus|m4a|wav|flac|aac)$/i.test(path)) return { sounds: [file] };
  return /\.(mp4|m4v|webm|mov)$/i.test(path) ? { films: [file] } : {};
}

/** A file that was not to be saved is named all the same. */
function unsavedFile({ url, file, filename, body }: HistoryEvent["content"], none: Files): Files {
  if (typeof url !== "string" && typeof fieldsOf(file).url !== "string") return none;
  return { ...none, problems: [`${String(filename ?? body ?? "A file")}: not exported`] };
}

function sizeText(bytes: number): string {
  const units = ["bytes", "kB", "MB", "GB"] as const;
  const step = bytes === 0 ? 0 : Math.min(3, Math.floor(Math.log10(bytes) / 3));
  return `${step === 0 ? bytes : (bytes / 1_000 ** step).toFixed(1)} ${units[step]}`;
}
