import { Eta } from "eta";
import type { Templates } from "../../files.ts";
import { templateAt } from "../../fill.ts";

/** The beginning of a page of history. */
export interface PageHead {
  readonly title: string;
  readonly user: string;
  readonly server: string;
  readonly date: string;
  readonly notes: readonly string[];
  readonly rooms: readonly { readonly anchor: string; readonly name: string; readonly about: string }[];
}

/** The beginning of a room. */
export interface RoomHead {
  readonly anchor: string;
  readonly name: string;
  readonly facts: readonly string[];
  readonly membersTitle: string;
  readonly members: readonly { readonly name: string; readonly user: string }[];
}

/** A text that leads somewhere on the page. */
export interface Quote {
  readonly href: string;
  readonly label: string;
  readonly who: string;
  readonly text: string;
}

/** A file beside the page; `src` is a relative address. */
export interface LinkedFile {
  readonly src: string;
  readonly name: string;
  readonly about: string;
}

/** One event as it is shown. What is empty is left out. */
export interface ShownEvent {
  readonly anchor: string;
  /** The day that begins with it. */
  readonly days: readonly string[];
  readonly name: string;
  readonly user: string;
  readonly iso: string;
  readonly time: string;
  readonly style: "text" | "state" | "bad";
  readonly text: string;
  readonly quotes: readonly Quote[];
  readonly images: readonly LinkedFile[];
  readonly sounds: readonly LinkedFile[];
  readonly films: readonly LinkedFile[];
  readonly files: readonly LinkedFile[];
  readonly problems: readonly string[];
  readonly versions: readonly {
    readonly title: string;
    readonly texts: readonly { readonly time: string; readonly text: string }[];
  }[];
  readonly reactions: readonly (readonly { readonly key: string; readonly by: string }[])[];
}

/** Writes a page of history in parts, so that a long one need not fit into memory. Everything in it is escaped: what people wrote stays text. */
export interface PageWriter {
  head(page: PageHead): string;
  room(room: RoomHead): string;
  event(event: ShownEvent): string;
  roomEnd(): string;
  foot(): string;
}

/** A writer with the page's templates, which are read once. */
export function pageWriter(templates: Templates): PageWriter {
  const eta = new Eta({ autoTrim: [false, "nl"] });
  const part = (name: string) => {
    const compiled = eta.compile(templateAt(templates, `recovery/export/${name}.html`));
    return (values: object) => eta.render(compiled, values);
  };
  const [head, room, event, foot] = [part("head"), part("room"), part("event"), part("foot")];
  return { head, room, event, roomEnd: () => "</section>\n", foot: () => foot({}) };
}
