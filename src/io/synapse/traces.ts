import { StackError } from "../../errors.ts";
import type { UserId } from "../../kinds/names.ts";
import { until } from "../machine/until.ts";
import { answered, at, textOrNull } from "./answers.ts";
import type { SynapseOperator } from "./operator.ts";

/** What a member leaves in rooms and on the disk. A StackError says that the server did not do it. */
export interface Traces {
  /** Redacts the member's messages in these rooms, and waits for the end of it; gives how many could not be redacted. */
  redact(user: UserId, rooms: readonly string[]): Promise<number>;
  /** Deletes the files that the member uploaded; gives how many. */
  deleteMedia(user: UserId): Promise<number>;
}

/** Of each room; Synapse's own limit is 1,000. */
const mostEvents = 1_000_000;

/** Traces that Synapse keeps (Synapse admin API, "Redact all the events of a user" and "Delete media uploaded by a user"). */
export function synapseTraces(synapse: SynapseOperator): Traces {
  return {
    redact: async (user, rooms) => {
      if (rooms.length === 0) return 0; // an empty list means to Synapse: all rooms that they are in now
      const id = await startRedacting(synapse, user, rooms);
      return await until("end of the redaction", () => redacted(synapse, id), {
        seconds: 3_600,
        everyMilliseconds: 500,
      });
    },
    deleteMedia: async (user) => {
      const path = `/_synapse/admin/v1/users/${encodeURIComponent(user)}/media?limit=100`;
      for (let deleted = 0; ; ) {
        const body = answered(await synapse.send("DELETE", path), `delete the files of ${user}`);
        const total = Number(at(body, "total") ?? 0);
        if (total === 0) return deleted;
        deleted += total;
      }
    },
  };
}

/** One redaction of a member's messages at a time: one that a killed run began is awaited. */
function startRedacting(synapse: SynapseOperator, user: UserId, rooms: readonly string[]): Promise<string> {
  const path = `/_synapse/admin/v1/user/${encodeURIComponent(user)}/redact`;
  const begin = async () => {
    const answer = await synapse.send("POST", path, { rooms, limit: mostEvents });
    if (answer.status === 400 && JSON.stringify(answer.body).includes("already in progress")) return null;
    return textOrNull(at(answered(answer, `redact the messages of ${user}`), "redact_id"));
  };
  return until("beginning of the redaction", begin, { seconds: 3_600, everyMilliseconds: 1_000 });
}

async function redacted(synapse: SynapseOperator, id: string): Promise<number | null> {
  const path = `/_synapse/admin/v1/user/redact_status/${encodeURIComponent(id)}`;
  const body = answered(await synapse.send("GET", path), "say how far the redaction is");
  const status = at(body, "status");
  if (status === "failed") throw new StackError(`Synapse stopped the redaction: ${String(at(body, "error"))}`);
  return status === "complete" ? Object.keys(at(body, "failed_redactions") ?? {}).length : null;
}
