import { StackError } from "../../errors.ts";
import { fieldsOf } from "../../kinds/json.ts";
import type { SynapseOperator } from "./operator.ts";

/** The signatures of events that members of this server sent. A StackError says that the server did not do it. */
export interface EventSignatures {
  /** Has Synapse sign all of them with its present key, in the background. Asked twice, it does so once. */
  signAgain(): Promise<void>;
}

/** The name of Synapse's background update that does it (synapse/storage/databases/main/events_bg_updates.py, since 1.152). */
export const signingUpdate = "event_resign";

/** Signatures that Synapse keeps (Synapse admin API, "Background Updates", `start_job`). */
export function eventSignatures(synapse: SynapseOperator): EventSignatures {
  return {
    signAgain: async () => {
      const path = "/_synapse/admin/v1/background_updates/start_job";
      const { status, body } = await synapse.send("POST", path, { job_name: signingUpdate });
      const isQueued = status === 400 && String(fieldsOf(body).error).includes("already in queue");
      if (status !== 200 && !isQueued)
        throw new StackError(`Synapse does not sign its events again: ${status} ${JSON.stringify(body)}`, {
          next: "Read its log:  npx chatkeep logs synapse",
        });
    },
  };
}
