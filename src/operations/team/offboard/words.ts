import type { UserId } from "../../../kinds/names.ts";
import type { TraceInRoom } from "./evidence.ts";
import type { DepartureFacts, DepartureWishes } from "./facts.ts";

/** Something that a member may know and that no server can take back. */
export interface Known {
  readonly what: string;
  /** The command that replaces it. */
  readonly replace: string;
}

/** What is true of a member who is locked out, and what only the others' apps and their own devices show. */
export function onlyAppsShow({ user }: Pick<DepartureFacts, "user">): readonly string[] {
  return [
    `A refresh token on a device of ${user} opens no new session. The database has no row of one, which is as far as a server sees.`,
    `The next message in each encrypted room that ${user} left is sent with a new key, which the others' apps do not send to ${user}.`,
    `A device of ${user} that was offline the whole time reads nothing that was sent after they left.`,
  ];
}

/** What the report says that no command can undo. */
export function cannotBeUndone(
  user: UserId,
  rooms: readonly TraceInRoom[],
  { history, media, erase }: DepartureWishes,
): readonly string[] {
  const creations = rooms.filter(({ stays }) => stays === "creator").map(({ title }) => title);
  const powers = rooms.flatMap(({ title, stays }) => (typeof stays === "number" ? [`${title} (${stays})`] : []));
  const unled = rooms.filter((room) => room.unled).map(({ title }) => title);
  return [
    `What devices of ${user} decrypted before stays on them, and what ${user} copied, photographed or remembers.`,
    `The secret storage and the key backup of ${user} were deleted. Without an export of their own, no one can read their old messages with their keys again, also if the account is opened again.`,
    `Inviting ${user} back to a room whose history is shared gives them the history of the time in between: the server shows it, and the inviting app sends the keys.`,
    ...(history === "keep" ? [] : ["What was redacted: its content is gone from the server. Members may have copies."]),
    ...(media === "keep" ? [] : ["Files that were deleted. Members may have copies."]),
    ...(erase ? ["Erasure hides messages from those who join later alone; members of that time still read them."] : []),
    ...(creations.length === 0
      ? []
      : [
          `${user} stays a creator of ${creations.join(", ")} for ever: the room's version lets no one take that away. The account is closed; if it is opened again and invited, it stands above everyone there.`,
        ]),
    ...(powers.length === 0
      ? []
      : [
          `${user} stays in the power levels of ${powers.join(", ")}, where no other member has more power. It has no effect while the account is closed and in no room.`,
        ]),
    ...(unled.length === 0 ? [] : [`No member of this server was left who could lead ${unled.join(", ")}.`]),
  ];
}

/** What they may know, whatever their role was: no server knows what a person saw. */
export function knownThings({
  cloudflare,
  words,
}: {
  readonly cloudflare: boolean;
  readonly words: (command: string) => string;
}): readonly Known[] {
  const administrators = "if they could use the machine of the server, or the stack file with its passphrase";
  return [
    {
      what: `the master key or the Pulumi passphrase, ${administrators}, or if they saw the recovery kit`,
      replace: words("keys new-master"),
    },
    { what: "a share of the recovery kit", replace: words("recovery reshare") },
    ...(cloudflare
      ? [
          {
            what: `the Cloudflare API token, ${administrators}: roll it at Cloudflare first`,
            replace: words("up --cloudflare-token-file FILE"),
          },
        ]
      : []),
    { what: "a credential of your backups outside this server, if they made them", replace: "where it was issued" },
    { what: "passwords and links in messages that they read", replace: "where each was issued" },
  ];
}
