/**
 * Everything that a step can do to an account, its devices, keys and rooms, each with what is meant. The tests hold one performer
 * for each, so that whatever a page tells members to do has been done by a real client.
 */
export const actions = {
  "sign in on the first device":
    "A new account signs in for the first time: its identity is created, and the device confirms itself.",
  "sign in on another device": "The account signs in on a device that has none of its keys. It is not confirmed yet.",
  "set up recovery":
    "The device creates a recovery key, stores the account's secrets on the server under it, and starts a key backup.",
  "store the recovery key": "The shown key is kept as text. Each later step that needs it types it from there.",
  "check the recovery key":
    "The key is typed and compared with the account's public check value. Nothing is sent or changed.",
  "confirm with the recovery key":
    "The new device gets the identity and the key backup with the typed key, and confirms itself.",
  "confirm with another device":
    "The new device and a confirmed one compare emojis; then it is confirmed and gets the secrets.",
  "read older messages": "Messages and a file that were sent before this device existed can be read on it.",
  "find older messages closed": "Messages that were sent before the member came cannot be read by them.",
  "be seen as confirmed": "Another member sees this device as confirmed by its owner, and reads what it sends.",
  "compare emojis with a colleague":
    "Member and colleague compare emojis; each then sees the identity of the other as verified.",
  "change the recovery key": "A confirmed device makes a new recovery key. The earlier one opens nothing any more.",
  "reset the digital identity": "Identity and key backup are replaced by new ones. Keys that this device has are kept.",
  "remove the other device": "The lost, stolen or old device is signed out.",
  "remove this device": "The device in hand is signed out.",
  "change the password": "The account gets another password. Its devices stay signed in.",
  "export room keys": "The device writes its room keys into a file under a passphrase.",
  "import room keys": "A device reads room keys from such a file.",
  "export the history": "`chatkeep export` writes the member's rooms, readable, with their own recovery key.",
  "lock the account": "An administrator locks the account: it can neither sign in nor use its sessions.",
  "remove from the room": "A moderator removes the member from a room.",
  "send a message": "The next message in the room, which the member who left cannot read.",
  "open history to newcomers": "Before the first message, the room is set so that new members may read all of it.",
  "close history to newcomers":
    "Before the first message, the room is set so that new members read from their invitation on.",
  "invite the newcomer": "A member invites the newcomer from a confirmed device.",
  "join as the newcomer": "The newcomer accepts on a confirmed device.",
} as const;

/** One of them. */
export type Action = keyof typeof actions;

/** The apps that the pages are written for: Element X on phones, Element on a computer or in a browser. */
export type Client = "element-x" | "element";

/** Where a recovery key is kept. */
export type Keeper = "paper" | "bitwarden" | "1password" | "keepassxc";

/** What to do somewhere, as sentences, or why it cannot be done there. */
export type Told = readonly string[] | { readonly cannot: readonly string[] };

/** What to do everywhere alike, in each app, or with each way to keep a key. */
export type Words =
  | { readonly anywhere: readonly string[] }
  | Readonly<Record<Client, Told>>
  | Readonly<Record<Keeper, readonly string[]>>;

/** One step of a procedure. */
export interface ProcedureStep {
  /** Unique within its procedure. */
  readonly id: string;
  readonly title: string;
  /** null where only a screen, paper or another person shows it: then the page says that it was not tried. */
  readonly does: Action | null;
  /** Who does it only, and when; null for everyone. */
  readonly onlyIf: string | null;
  readonly words: Words;
}

/** What a member or administrator does in one situation, step by step. */
export interface Procedure {
  /** Its place on the server, `/recovery/ID`, and the name of its test. */
  readonly id: string;
  readonly title: string;
  /** When this page is the right one. */
  readonly when: string;
  /** What to know before the first step. */
  readonly before: readonly string[];
  readonly steps: readonly ProcedureStep[];
  /** What to expect at the end, and what to do if it differs. */
  readonly after: readonly string[];
}

/** A step that everyone does; `does` is null where no client can try it. */
export function step(id: string, title: string, does: Action | null, words: Words): ProcedureStep {
  return { id, title, does, onlyIf: null, words };
}

/** A step for some, with the case in which they do it. */
export function stepIf(onlyIf: string, ...[id, title, does, words]: Parameters<typeof step>): ProcedureStep {
  return { id, title, does, onlyIf, words };
}
