import { StackError } from "../../errors.ts";
import { isJsonObject, type Json, type JsonObject } from "../../kinds/json.ts";
import type { UserId } from "../../kinds/names.ts";
import { Secret } from "../../kinds/secret.ts";
import { answered, at, textOrNull } from "./answers.ts";
import type { SynapseAnswer, SynapseOperator } from "./operator.ts";

/** How Synapse answers a session: as the member's, as that of a locked account, or as no session at all. */
export type SessionAnswer = "accepted" | "locked" | "unknown";

/** A session without a device in which the operator acts as a member; only memory holds its token. */
export interface ActingSession {
  answer(): Promise<SessionAnswer>;
  /** Gives a person power in a room, in the member's name. */
  givePower(room: string, to: UserId, power: number): Promise<void>;
  /** Invites a person to a room, in the member's name. */
  invite(room: string, person: UserId): Promise<void>;
  /** Leaves a room, or declines an invitation, in the member's name. */
  leave(room: string): Promise<void>;
  /** Ends it; one that is ended already is no error. */
  end(): Promise<void>;
}

/** Opens one (Synapse admin API, "Login as a user"). It ends by itself at `until`, whatever becomes of this process. */
export async function actAs(synapse: SynapseOperator, user: UserId, until: Date): Promise<ActingSession> {
  const path = `/_synapse/admin/v1/users/${encodeURIComponent(user)}/login`;
  const opened = answered(await synapse.send("POST", path, { valid_until_ms: until.getTime() }), `act as ${user}`);
  const text = textOrNull(at(opened, "access_token"));
  if (text === null) throw new StackError(`Synapse opened no session as ${user}`);
  const token = new Secret(text);
  return {
    answer: async () =>
      answerIn(await synapse.send("GET", "/_matrix/client/v3/account/whoami", undefined, token), user),
    givePower: (room, to, power) => givePower(synapse, token, { room, to, power }),
    invite: async (room, person) => {
      const answer = await synapse.send("POST", inRoom(room, "invite"), { user_id: person }, token);
      answered(answer, `let ${user} invite ${person} to ${room}`);
    },
    leave: async (room) => {
      answered(await synapse.send("POST", inRoom(room, "leave"), {}, token), `let ${user} leave ${room}`);
    },
    end: async () => {
      const answer = await synapse.send("POST", "/_matrix/client/v3/logout", {}, token);
      if (answer.status !== 401 && answer.status !== 404) answered(answer, `end the session as ${user}`);
    },
  };
}

/** Does something as a member, in a session of a minute that is ended at once. */
export async function inTheNameOf(
  synapse: SynapseOperator,
  member: UserId,
  doing: (session: ActingSession) => Promise<void>,
): Promise<void> {
  const session = await actAs(synapse, member, new Date(Date.now() + 60_000));
  try {
    await doing(session);
  } finally {
    await session.end();
  }
}

function inRoom(room: string, action: string): string {
  return `/_matrix/client/v3/rooms/${encodeURIComponent(room)}/${action}`;
}

/** Matrix client-server API, "Using access tokens" and "Account locking". */
function answerIn({ status, body }: SynapseAnswer, user: UserId): SessionAnswer {
  if (status === 200) return "accepted";
  const code = at(body, "errcode");
  if (status === 401 && code === "M_USER_LOCKED") return "locked";
  if (status === 401 && code === "M_UNKNOWN_TOKEN") return "unknown";
  throw new StackError(`Synapse answered a session of ${user} with ${status} ${JSON.stringify(body)}`, {
    next: "Read its log:  npx chatkeep logs synapse",
  });
}

interface Grant {
  readonly room: string;
  readonly to: UserId;
  readonly power: number;
}

async function givePower(synapse: SynapseOperator, token: Secret, { room, to, power }: Grant): Promise<void> {
  const path = inRoom(room, "state/m.room.power_levels/");
  const powers = answered(await synapse.send("GET", path, undefined, token), `read the power levels of ${room}`);
  const users = { ...objectIn(at(powers, "users")), [to]: power };
  const answer = await synapse.send("PUT", path, { ...objectIn(powers), users }, token);
  answered(answer, `give ${to} the power ${power} in ${room}`);
}

function objectIn(value: Json): JsonObject {
  return isJsonObject(value) ? value : {};
}
