import { roomsAtAliases } from "../../../io/postgres/room-states.ts";
import type { Media } from "../../../io/synapse/media.ts";
import type { Rooms } from "../../../io/synapse/rooms.ts";
import type { ServerName } from "../../../kinds/names.ts";
import { shownCharacters, stateOf } from "../../../operations/accounts/tokens.ts";
import { pictureOf, type SeenPlace, seenPlace, type TeamSeen } from "../../../operations/team/apply/seen.ts";
import type { TeamRecord } from "../../../operations/team/record.ts";
import type { Roster } from "../../../settings/team/roster.ts";
import type { Administered } from "../../accounts/operate.ts";

/** What a team is observed by. */
type ObservedBy = Pick<Administered, "accounts" | "rooms" | "tokens" | "media" | "operator" | "database">;

/** Reads from the server what a roster is compared with, side by side. */
export async function observeTeam(
  server: ObservedBy,
  { roster, record, serverName, now }: { roster: Roster; record: TeamRecord; serverName: ServerName; now: Date },
): Promise<TeamSeen> {
  const aliases = [...roster.spaces, ...roster.rooms].map(({ alias }) => alias);
  const [accounts, rooms, tokens, memberships, places] = await Promise.all([
    server.accounts.list(),
    server.rooms.list(),
    server.tokens.list(),
    server.rooms.memberships(server.operator),
    placesAt(server, aliases, serverName),
  ]);
  const valid = tokens.filter((token) => stateOf(token, now) === "valid");
  return {
    accounts,
    rooms,
    places,
    pictures: await picturesOf(server.media, roster, places),
    record,
    operator: server.operator,
    operatorIn: new Set([...memberships].flatMap(([room, how]) => (how === "join" ? [room] : []))),
    validTokens: new Set(valid.map(({ token }) => token.reveal().slice(0, shownCharacters))),
  };
}

/** From the database all at once; Synapse is asked for what the database cannot tell, and whether an alias that it lacks leads somewhere. */
async function placesAt(
  { database, rooms }: Pick<Administered, "database" | "rooms">,
  aliases: readonly string[],
  serverName: ServerName,
): Promise<ReadonlyMap<string, SeenPlace>> {
  const full = (alias: string) => `#${alias}:${serverName}`;
  const read = await roomsAtAliases(database, aliases.map(full));
  const places = await Promise.all(
    aliases.map(async (alias) => {
      const found = read.get(full(alias));
      if (found?.certain) return [alias, seenPlace(found.room, found.state)] as const;
      return [alias, await placeAt(rooms, full(alias))] as const;
    }),
  );
  return new Map(places.flatMap(([alias, place]) => (place === null ? [] : [[alias, place] as const])));
}

/** What the pictures of rooms are, where the roster says what they should be; asked for in the end, because a room tells its address alone. */
async function picturesOf(
  media: Media,
  { spaces, rooms }: Roster,
  places: ReadonlyMap<string, SeenPlace>,
): Promise<ReadonlyMap<string, string>> {
  const compared = [...spaces, ...rooms].filter(({ avatar }) => avatar !== null);
  const addresses = new Set(compared.flatMap(({ alias }) => pictureOf(places.get(alias)) ?? []));
  const asked = [...addresses].map(async (address) => [address, await media.digestOf(address)] as const);
  const answers = await Promise.all(asked);
  return new Map(answers.flatMap(([address, digest]) => (digest === null ? [] : [[address, digest] as const])));
}

async function placeAt(rooms: Rooms, alias: string): Promise<SeenPlace | null> {
  const room = await rooms.find(alias);
  return room === null ? null : seenPlace(room, await rooms.state(room));
}
