import type { Rooms } from "../../../io/synapse/rooms.ts";
import type { ServerName } from "../../../kinds/names.ts";
import { shownCharacters, stateOf } from "../../../operations/accounts/tokens.ts";
import { type SeenPlace, seenPlace, type TeamSeen } from "../../../operations/team/apply/seen.ts";
import type { TeamRecord } from "../../../operations/team/record.ts";
import type { Roster } from "../../../settings/team/roster.ts";
import type { Administered } from "../../accounts/operate.ts";

/** Reads from the server what a roster is compared with, side by side. */
export async function observeTeam(
  server: Administered,
  { roster, record, serverName, now }: { roster: Roster; record: TeamRecord; serverName: ServerName; now: Date },
): Promise<TeamSeen> {
  const aliases = [...roster.spaces, ...roster.rooms].map(({ alias }) => alias);
  const [accounts, rooms, tokens, places] = await Promise.all([
    server.accounts.list(),
    server.rooms.list(),
    server.tokens.list(),
    Promise.all(aliases.map(async (alias) => [alias, await placeAt(server.rooms, `#${alias}:${serverName}`)] as const)),
  ]);
  const valid = tokens.filter((token) => stateOf(token, now) === "valid");
  return {
    accounts,
    rooms,
    places: new Map(places.flatMap(([alias, place]) => (place === null ? [] : [[alias, place] as const]))),
    record,
    operator: server.operator,
    validTokens: new Set(valid.map(({ token }) => token.reveal().slice(0, shownCharacters))),
  };
}

async function placeAt(rooms: Rooms, alias: string): Promise<SeenPlace | null> {
  const room = await rooms.find(alias);
  return room === null ? null : seenPlace(room, await rooms.state(room));
}
