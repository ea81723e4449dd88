import { Refusal } from "../../../errors.ts";
import type { ServerName } from "../../../kinds/names.ts";

/** Which uploaded files are wanted back: one, a member's, or those that the events of a room name. */
export type AskedFiles =
  | { readonly kind: "file"; readonly id: string }
  | { readonly kind: "member"; readonly user: string }
  | { readonly kind: "room"; readonly room: string };

/** Reads what a person wrote; refuses what is none of the three, and what is of another server. */
export function parseAskedFiles(text: string, server: ServerName): AskedFiles {
  const [, origin, id] = /^mxc:\/\/([^/?#]+)\/([\w-]{5,255})$/.exec(text) ?? [];
  if (id !== undefined) return origin === server ? { kind: "file", id } : otherServer(`The file ${text}`, server);
  const [, home] = /^@[^:\s]+:(\S+)$/.exec(text) ?? [];
  if (home !== undefined) return home === server ? { kind: "member", user: text } : otherServer(text, server);
  if (/^![^\s/]+$/.test(text)) return { kind: "room", room: text };
  throw new Refusal(`--file does not take \`${text}\``, {
    next: [
      `One file:          --file mxc://${server}/ID   (the app shows it: the message's menu, "View source", url)`,
      `A member's files:  --file @name:${server}`,
      "A room's files:    --file '!ROOM'   (the app shows it: the room's settings, \"Advanced\")",
    ].join("\n"),
  });
}

function otherServer(what: string, server: ServerName): never {
  throw new Refusal(`${what} is of another server than ${server}`, {
    next: "Archives hold the files of this server's members. Those of other servers come again from there when someone opens them.",
  });
}

/** The same as a person wrote it. */
export function spokenFiles(asked: AskedFiles, server: string): string {
  switch (asked.kind) {
    case "file":
      return addressOf(asked.id, server);
    case "member":
      return asked.user;
    case "room":
      return asked.room;
    default:
      return asked satisfies never;
  }
}

/** A file's address, by which messages name it (Matrix client-server API, "Matrix Content URIs"). */
export function addressOf(id: string, server: string): string {
  return `mxc://${server}/${id}`;
}
