import type { Json } from "../../kinds/json.ts";
import type { UserId } from "../../kinds/names.ts";
import { answered, at } from "./answers.ts";
import type { SynapseOperator } from "./operator.ts";

/** The account data of members, as the operator reads it: ciphertexts among it, which must not be kept or shown. */
export interface AccountData {
  /** What an account holds for itself, by type; null where there is no such account. */
  globalOf(user: UserId): Promise<Readonly<Record<string, Json>> | null>;
}

/** Account data that Synapse keeps (Synapse admin API, "Account Data"). */
export function synapseAccountData(synapse: SynapseOperator): AccountData {
  return {
    globalOf: async (user) => {
      const answer = await synapse.send("GET", `/_synapse/admin/v1/users/${encodeURIComponent(user)}/accountdata`);
      if (answer.status === 404) return null;
      const global = at(at(answered(answer, `give the account data of ${user}`), "account_data"), "global");
      return typeof global === "object" && global !== null ? Object.fromEntries(Object.entries(global)) : {};
    },
  };
}
