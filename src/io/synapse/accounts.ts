import { StackError } from "../../errors.ts";
import type { Json } from "../../kinds/json.ts";
import type { UserId } from "../../kinds/names.ts";
import type { Secret } from "../../kinds/secret.ts";
import { answered, at, moment, textOrNull } from "./answers.ts";
import type { SynapseOperator } from "./operator.ts";

/** An account as the server has it. */
export interface Account {
  readonly user: UserId;
  readonly displayName: string | null;
  readonly admin: boolean;
  /** `locked` can be undone; `deactivated` cannot give devices and rooms back. */
  readonly state: "active" | "locked" | "deactivated";
  /** As ISO times. */
  readonly created: string;
  /** null where none of its devices was ever seen. */
  readonly lastSeen: string | null;
}

/** An account to be made. */
export interface NewAccount {
  readonly user: UserId;
  readonly displayName: string | null;
  readonly admin: boolean;
  readonly password: Secret;
}

/** The accounts of a server, with any back end. A StackError says that the server did not do it. */
export interface Accounts {
  /** null where there is no such account. */
  find(user: UserId): Promise<Account | null>;
  /** Those of people, by user ID, locked and deactivated ones too; not the operator's own. */
  list(): Promise<readonly Account[]>;
  /** Makes one that there is none of yet. */
  make(account: NewAccount): Promise<void>;
  /** Devices stay signed in and keep their keys, unless `signOut` is set. */
  setPassword(user: UserId, password: Secret, how: { readonly signOut: boolean }): Promise<void>;
  /** A locked account can neither sign in nor use the sessions it has; they and their keys stay. */
  setLocked(user: UserId, locked: boolean): Promise<void>;
}

const users = "/_synapse/admin/v2/users";

/** Accounts that Synapse itself keeps (Synapse admin API, "User Admin API"); `operator` is the account we ask as. */
export function synapseAccounts(synapse: SynapseOperator, operator: UserId): Accounts {
  return {
    find: async (user) => (await pagesOf(synapse, user)).find((account) => account.user === user) ?? null,
    list: async () => (await pagesOf(synapse, null)).filter(({ user }) => user !== operator),
    make: async ({ user, displayName, admin, password }) => {
      const name: Readonly<Record<string, Json>> = displayName === null ? {} : { displayname: displayName };
      const body = { ...name, password: password.reveal(), admin };
      answered(await synapse.send("PUT", `${users}/${encodeURIComponent(user)}`, body), `make ${user}`);
    },
    setPassword: async (user, password, { signOut }) => {
      const path = `/_synapse/admin/v1/reset_password/${encodeURIComponent(user)}`;
      const body = { new_password: password.reveal(), logout_devices: signOut };
      answered(await synapse.send("POST", path, body), `set the password of ${user}`);
    },
    setLocked: async (user, locked) => {
      const what = `${locked ? "lock" : "unlock"} ${user}`;
      answered(await synapse.send("PUT", `${users}/${encodeURIComponent(user)}`, { locked }), what);
    },
  };
}

/**
 * All pages of the list ("List Accounts"); `user` leaves out most others. Asked by name: an application service's request with a
 * `user_id` is taken for one as that user (Matrix application service API, "Identity assertion").
 */
async function pagesOf(synapse: SynapseOperator, user: UserId | null): Promise<readonly Account[]> {
  const accounts: Account[] = [];
  for (let from: string | null = "0"; from !== null; ) {
    const query = new URLSearchParams({ from, limit: "500", deactivated: "true", locked: "true" });
    if (user !== null) query.set("name", user.slice(1, user.indexOf(":")));
    const body = answered(await synapse.send("GET", `${users}?${query}`), "list its accounts");
    const page = at(body, "users");
    if (!Array.isArray(page)) throw new StackError(`Synapse listed no accounts: ${JSON.stringify(body)}`);
    accounts.push(...page.map(accountIn));
    from = textOrNull(at(body, "next_token"));
  }
  return accounts;
}

function accountIn(row: Json): Account {
  const state = at(row, "deactivated") === true ? "deactivated" : at(row, "locked") === true ? "locked" : "active";
  return {
    user: String(at(row, "name")) as UserId,
    displayName: textOrNull(at(row, "displayname")),
    admin: at(row, "admin") === true,
    state,
    created: moment(at(row, "creation_ts")) ?? "",
    lastSeen: moment(at(row, "last_seen_ts")),
  };
}
