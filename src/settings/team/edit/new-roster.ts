import { appendTo, type Entry } from "./append.ts";

const head = `# yaml-language-server: $schema=./team.schema.json
#
# Who belongs to the team. After a change:  npx chatkeep team plan   and then   npx chatkeep team apply
# IDs begin with @, which YAML allows only in quotes. A room's alias is written without #, which begins a comment.
# templates/team.yaml explains every key.

# The people of the team; at least one is \`admin\`. A member whose lines are deleted is locked out at the next \`team apply\`.
members: []

# Spaces group rooms.
spaces: []

# Rooms are recognised by their alias: with another alias it is another room.
rooms: []
`;

/** What a new roster holds, as it is written. */
export interface RosterEntries {
  readonly members: readonly Entry[];
  readonly spaces: readonly Entry[];
  readonly rooms: readonly Entry[];
  readonly unmanaged?: readonly string[];
}

/** The text of a new roster, with comments. */
export function newRosterText({ members, spaces, rooms, unmanaged = [] }: RosterEntries): string {
  const text = appendTo(appendTo(appendTo(head, "members", members), "spaces", spaces), "rooms", rooms);
  const accounts = unmanaged.map((id) => `  - ${JSON.stringify(id)}\n`).join("");
  if (accounts === "") return text;
  return `${text}\n# Accounts of this server that are no members, such as bots. They are never touched.\nunmanaged:\n${accounts}`;
}

/** A roster without anyone. */
export const emptyRosterText = head;
