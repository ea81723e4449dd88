import { StackError } from "../../errors.ts";
import type { UserId } from "../../kinds/names.ts";
import { answered, at, moment, textOrNull } from "./answers.ts";
import type { SynapseOperator } from "./operator.ts";

/** A session of an account as the server lists it; those that Synapse hides are none. */
export interface SignedInDevice {
  readonly id: string;
  readonly name: string | null;
  /** As an ISO time; null where it was never seen. */
  readonly lastSeen: string | null;
  /** Not a device of a person: it takes in keys while all others are away (MSC3814). */
  readonly dehydrated: boolean;
}

/** The devices of accounts, with any back end. A StackError says that the server did not do it. */
export interface Devices {
  /** null where there is no such account. */
  list(user: UserId): Promise<readonly SignedInDevice[] | null>;
  /** Signs devices out for good: their tokens, keys and notifications end. What is gone already is no error. */
  remove(user: UserId, ids: readonly string[]): Promise<void>;
}

/** Devices that Synapse keeps (Synapse admin API, "User devices"). */
export function synapseDevices(synapse: SynapseOperator): Devices {
  const of = (user: UserId) => `/_synapse/admin/v2/users/${encodeURIComponent(user)}`;
  return {
    list: async (user) => {
      const answer = await synapse.send("GET", `${of(user)}/devices`);
      if (answer.status === 404) return null;
      const body = answered(answer, `list the devices of ${user}`);
      const rows = at(body, "devices");
      if (!Array.isArray(rows)) throw new StackError(`Synapse listed no devices: ${JSON.stringify(body)}`);
      return rows.map((row) => ({
        id: String(at(row, "device_id")),
        name: textOrNull(at(row, "display_name")),
        lastSeen: moment(at(row, "last_seen_ts")),
        dehydrated: at(row, "dehydrated") === true,
      }));
    },
    remove: async (user, ids) => {
      const answer = await synapse.send("POST", `${of(user)}/delete_devices`, { devices: ids });
      answered(answer, `sign out devices of ${user}`);
    },
  };
}
