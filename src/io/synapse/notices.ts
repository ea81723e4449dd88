import { StackError } from "../../errors.ts";
import type { UserId } from "../../kinds/names.ts";
import { answered } from "./answers.ts";
import type { SynapseOperator } from "./operator.ts";

/** Notices from the server to single members. They are not encrypted: the server, its administrators and its backups hold their text. */
export interface Notices {
  /** Sends one; `id` is its own, so that a request which is repeated sends nothing twice. */
  send(user: UserId, text: string, id: string): Promise<void>;
}

/** Notices that Synapse sends (Synapse manual, "Server Notices"). */
export function synapseNotices(synapse: SynapseOperator): Notices {
  return {
    send: async (user, text, id) => {
      const body = { user_id: user, content: { msgtype: "m.text", body: text } };
      const answer = await synapse.send("PUT", `/_synapse/admin/v1/send_server_notice/${encodeURIComponent(id)}`, body);
      if (answer.status === 400 && JSON.stringify(answer.body).includes("not enabled")) throw notEnabled();
      answered(answer, `send a notice to ${user}`);
    },
  };
}

function notEnabled(): StackError {
  return new StackError("This server runs with a configuration that sends no notices yet", {
    next: "Bring it up to date:  npx chatkeep up",
  });
}
