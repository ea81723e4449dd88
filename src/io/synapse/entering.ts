import { isJsonObject, type Json, type JsonObject } from "../../kinds/json.ts";
import type { UserId } from "../../kinds/names.ts";
import { inTheNameOf } from "./acting.ts";
import { answered } from "./answers.ts";
import type { SynapseOperator } from "./operator.ts";

const part = encodeURIComponent;
const rooms = "/_matrix/client/v3/rooms";

/**
 * Puts the operator into a room that it is not in, by the mildest means that the server grants: as anyone may join, with the power of
 * the room's administrators (Synapse admin API, "Make Room Admin API"), or invited in the name of a member who is in it. The last is
 * the only one where the operator made the room: from version 12 on a creator must not be in the power levels.
 */
export async function enterRoom(
  synapse: SynapseOperator,
  operator: UserId,
  room: string,
  through: UserId | null,
): Promise<void> {
  if (await isJoined(synapse, room)) return;
  const power = `/_synapse/admin/v1/rooms/${part(room)}/make_room_admin`;
  const given = await synapse.send("POST", power, { user_id: operator });
  if (given.status === 200 && (await isJoined(synapse, room))) return;
  if (through !== null) await inTheNameOf(synapse, through, (session) => session.invite(room, operator));
  const joined = await synapse.send("POST", `${rooms}/${part(room)}/join`, {});
  answered(joined, `let the operator into ${room}`);
}

async function isJoined(synapse: SynapseOperator, room: string): Promise<boolean> {
  return (await synapse.send("POST", `${rooms}/${part(room)}/join`, {})).status === 200;
}

/** Takes the operator out of a room, and first out of its power levels, where it may have been put to enter. */
export async function leaveRoom(synapse: SynapseOperator, operator: UserId, room: string): Promise<void> {
  const path = `${rooms}/${part(room)}/state/m.room.power_levels/`;
  const found = await synapse.send("GET", path);
  const powers = found.status === 200 ? objectIn(found.body) : {};
  const { [operator]: own, ...users } = objectIn(powers.users ?? null);
  if (own !== undefined)
    answered(await synapse.send("PUT", path, { ...powers, users }), `give back its power in ${room}`);
  answered(await synapse.send("POST", `${rooms}/${part(room)}/leave`, {}), `let the operator leave ${room}`);
}

function objectIn(value: Json): JsonObject {
  return isJsonObject(value) ? value : {};
}
