import { StackError } from "../../errors.ts";
import type { Json } from "../../kinds/json.ts";
import { limited } from "../../kinds/limited.ts";
import type { UserId } from "../../kinds/names.ts";
import { isCanary } from "../../kinds/own-accounts.ts";
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
  /** null: no one can sign in to it before a password is set. */
  readonly password: Secret | null;
}

/** An account to be made for a program. */
export interface NewBot {
  readonly user: UserId;
  readonly displayName: string;
  readonly password: Secret;
}

/** The accounts of a server, with any back end. A StackError says that the server did not do it. */
export interface Accounts {
  /** null where there is no such account. */
  find(user: UserId): Promise<Account | null>;
  /** Those of people, by user ID, locked and deactivated ones too; not the operator's own, nor the canary's. */
  list(): Promise<readonly Account[]>;
  /** Makes one that there is none of yet. */
  make(account: NewAccount): Promise<void>;
  /** Makes one for a program, which is not counted among the people; it has no right to administer the server. */
  makeBot(account: NewBot): Promise<void>;
  /** Devices stay signed in and keep their keys, unless `signOut` is set: then every session of the user's own ends for good. */
  setPassword(user: UserId, password: Secret, how: { readonly signOut: boolean }): Promise<void>;
  /** The name that others see, in all its rooms. */
  setName(user: UserId, name: string): Promise<void>;
  /** Whether it is an administrator of the server. */
  setAdmin(user: UserId, admin: boolean): Promise<void>;
  /** Opens a deactivated account again, locked or not: offboarding locks first. Its devices, rooms and keys do not come back. */
  reactivate(user: UserId, password: Secret): Promise<void>;
  /** A locked account can neither sign in nor use the sessions it has; they and their keys stay. */
  setLocked(user: UserId, locked: boolean): Promise<void>;
  /**
   * Closes an account for good: password, devices, secret storage and key backup are gone, and Synapse takes it out of its rooms one
   * after the other. `erase` also removes the profile, and keeps the messages from those who join later.
   */
  deactivate(user: UserId, how: { readonly erase: boolean }): Promise<void>;
}

const users = "/_synapse/admin/v2/users";

/** What Synapse calls an account that no person uses (Synapse admin API, "User Admin API", `user_type`). */
const bot = "bot";

/**
 * Requests at once that set a password: Synapse spends a quarter of a second of one core on each (bcrypt), so two fill a machine of two
 * cores; more would be done no sooner and leave members waiting (docs/performance.md).
 */
export const passwordsAtOnce = 2;

/** Accounts that Synapse itself keeps (Synapse admin API, "User Admin API"); `operator` is the account we ask as. */
export function synapseAccounts(synapse: SynapseOperator, operator: UserId): Accounts {
  const withPassword = limited(passwordsAtOnce);
  const put = (user: UserId, body: Json) => synapse.send("PUT", `${users}/${encodeURIComponent(user)}`, body);
  return {
    find: (user) => findAccount(synapse, user),
    list: async () => await listAccounts(synapse, operator),
    make: async ({ user, displayName, admin, password }) => {
      const name: Readonly<Record<string, Json>> = displayName === null ? {} : { displayname: displayName };
      const answer =
        password === null
          ? await put(user, { ...name, admin })
          : await withPassword(() => put(user, { ...name, admin, password: password.reveal() }));
      answered(answer, `make ${user}`);
    },
    makeBot: async ({ user, displayName, password }) => {
      const body = { displayname: displayName, admin: false, user_type: bot, password: password.reveal() };
      answered(await withPassword(() => put(user, body)), `make ${user}`);
    },
    setPassword: async (user, password, { signOut }) => {
      const path = `/_synapse/admin/v1/reset_password/${encodeURIComponent(user)}`;
      const body = { new_password: password.reveal(), logout_devices: signOut };
      answered(await withPassword(() => synapse.send("POST", path, body)), `set the password of ${user}`);
    },
    setName: async (user, name) => void answered(await put(user, { displayname: name }), `name ${user}`),
    setAdmin: async (user, admin) => {
      answered(await put(user, { admin }), `${admin ? "make" : "end"} the right of ${user} to administer the server`);
    },
    reactivate: async (user, password) => {
      const body = { deactivated: false, locked: false, password: password.reveal() };
      answered(await withPassword(() => put(user, body)), `open the account of ${user} again`);
    },
    setLocked: async (user, locked) => {
      answered(await put(user, { locked }), `${locked ? "lock" : "unlock"} ${user}`);
    },
    deactivate: async (user, { erase }) => {
      const path = `/_synapse/admin/v1/deactivate/${encodeURIComponent(user)}`;
      answered(await synapse.send("POST", path, { erase }), `deactivate ${user}`);
    },
  };
}

/**
 * One account ("Query User Account"), whose creation is in seconds there; when its devices were last seen says their own list ("List
 * devices"), because Synapse forgets the addresses that it looks at for an account after weeks.
 */
async function findAccount(synapse: SynapseOperator, user: UserId): Promise<Account | null> {
  const path = `${users}/${encodeURIComponent(user)}`;
  const [found, devices] = await Promise.all([synapse.send("GET", path), synapse.send("GET", `${path}/devices`)]);
  if (found.status === 404) return null;
  const row = answered(found, `show ${user}`);
  const seconds = at(row, "creation_ts");
  const created = typeof seconds === "number" ? moment(seconds * 1_000) : null;
  return {
    ...accountIn(row),
    created: created ?? "",
    lastSeen: lastSeenOf(devices.status === 404 ? null : answered(devices, `list the devices of ${user}`)),
  };
}

function lastSeenOf(body: Json): string | null {
  const rows = at(body, "devices");
  const times = (Array.isArray(rows) ? rows : []).map((row) => at(row, "last_seen_ts"));
  const seen = times.filter((time) => typeof time === "number");
  return seen.length === 0 ? null : moment(Math.max(...seen));
}

/** All pages of the list ("List Accounts"), without our own. A person may have had the canary's name before us. */
async function listAccounts(synapse: SynapseOperator, operator: UserId): Promise<readonly Account[]> {
  const accounts: Account[] = [];
  for (let from: string | null = "0"; from !== null; ) {
    const query = new URLSearchParams({ from, limit: "1000", deactivated: "true", locked: "true" });
    const body = answered(await synapse.send("GET", `${users}?${query}`), "list its accounts");
    const page = at(body, "users");
    if (!Array.isArray(page)) throw new StackError(`Synapse listed no accounts: ${JSON.stringify(body)}`);
    accounts.push(...page.filter((row) => !isOurs(row, operator)).map(accountIn));
    from = textOrNull(at(body, "next_token"));
  }
  return accounts;
}

function isOurs(row: Json, operator: UserId): boolean {
  const name = String(at(row, "name"));
  return name === operator || (isCanary(name) && at(row, "user_type") === bot);
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
