import { StackError } from "../../errors.ts";
import type { Json } from "../../kinds/json.ts";
import { Secret } from "../../kinds/secret.ts";
import { answered, at, moment } from "./answers.ts";
import type { SynapseOperator } from "./operator.ts";

/** A registration token: who has it may make an account (Matrix client-server API, "Token-authenticated registration"). */
export interface RegistrationToken {
  readonly token: Secret;
  /** How many accounts it makes; null for any number. */
  readonly uses: number | null;
  /** Accounts made with it, and those being made now. */
  readonly used: number;
  readonly pending: number;
  /** Until when it holds, as an ISO time; null for ever. */
  readonly expires: string | null;
}

/** The registration tokens of a server. A StackError says that the server did not do it. */
export interface RegistrationTokens {
  list(): Promise<readonly RegistrationToken[]>;
  create(token: Pick<RegistrationToken, "token" | "uses" | "expires">): Promise<void>;
  /** Accounts that were made with it stay. */
  revoke(token: Secret): Promise<void>;
}

const path = "/_synapse/admin/v1/registration_tokens";

/** Tokens that Synapse keeps (Synapse admin API, "Registration Tokens"). */
export function registrationTokens(synapse: SynapseOperator): RegistrationTokens {
  return {
    list: async () => {
      const body = answered(await synapse.send("GET", path), "list its registration tokens");
      const rows = at(body, "registration_tokens");
      if (!Array.isArray(rows)) throw new StackError(`Synapse listed no tokens: ${JSON.stringify(body)}`);
      return rows.map(tokenIn);
    },
    create: async ({ token, uses, expires }) => {
      const expiry = expires === null ? null : Date.parse(expires);
      const body = { token: token.reveal(), uses_allowed: uses, expiry_time: expiry };
      answered(await synapse.send("POST", `${path}/new`, body), "make a registration token");
    },
    revoke: async (token) => {
      const one = `${path}/${encodeURIComponent(token.reveal())}`;
      answered(await synapse.send("DELETE", one), "revoke the registration token");
    },
  };
}

function tokenIn(row: Json): RegistrationToken {
  const [uses, used, pending] = [at(row, "uses_allowed"), at(row, "completed"), at(row, "pending")];
  return {
    token: new Secret(String(at(row, "token"))),
    uses: typeof uses === "number" ? uses : null,
    used: Number(used ?? 0),
    pending: Number(pending ?? 0),
    expires: moment(at(row, "expiry_time")),
  };
}
