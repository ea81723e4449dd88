import { fieldsOf, parseJson } from "../../../kinds/json.ts";
import type { UserId } from "../../../kinds/names.ts";
import type { Database } from "../database.ts";

/** What would still let a member in, as the database says it: numbers and yes or no, no token and no hash. */
export interface AccessLeft {
  readonly deactivated: boolean;
  readonly locked: boolean;
  /** Whether newcomers are no longer shown the member's messages. */
  readonly erased: boolean;
  /** Whether there is a hash of a password. */
  readonly password: boolean;
  readonly accessTokens: number;
  /** Sessions by which administrators act as the member (Synapse admin API, "Login as a user"); deactivation does not end them. */
  readonly actingTokens: number;
  /** Sessions by which the member, as an administrator, acts as others. */
  readonly actingAsOthers: number;
  readonly refreshTokens: number;
  readonly loginTokens: number;
  readonly devices: number;
  readonly pushers: number;
  /** E-mail addresses and telephone numbers by which the account could be found or recovered. */
  readonly addresses: number;
  readonly keyBackups: number;
  readonly media: number;
  /** Rooms that the member is in, is invited to or knocks at, with which of those. */
  readonly rooms: Readonly<Record<string, string>>;
  /** Messages of the member that were not redacted. */
  readonly messages: number;
}

/** Asks as the role `audit` (templates/recovery/audit.sql); null where there is no such account. */
export async function readAccessLeft(database: Pick<Database, "rows">, user: UserId): Promise<AccessLeft | null> {
  const quoted = `'${user.replaceAll("'", "''")}'`;
  const [row] = await Array.fromAsync(database.rows(`SELECT chatkeep_audit.access_of(${quoted})`));
  const found = fieldsOf(parseJson(row?.[0] ?? "null"));
  if (found.deactivated === undefined) return null;
  const count = (name: keyof AccessLeft) => Number(found[name] ?? Number.NaN);
  return {
    deactivated: found.deactivated === true,
    locked: found.locked === true,
    erased: found.erased === true,
    password: found.password === true,
    accessTokens: count("accessTokens"),
    actingTokens: count("actingTokens"),
    actingAsOthers: count("actingAsOthers"),
    refreshTokens: count("refreshTokens"),
    loginTokens: count("loginTokens"),
    devices: count("devices"),
    pushers: count("pushers"),
    addresses: count("addresses"),
    keyBackups: count("keyBackups"),
    media: count("media"),
    rooms: Object.fromEntries(Object.entries(fieldsOf(found.rooms)).map(([room, how]) => [room, String(how)])),
    messages: count("messages"),
  };
}

/**
 * Ends what nothing of Synapse's ends: sessions by which administrators act as a member, since its own deletion goes by who a token was
 * given to (`user_delete_access_tokens`), and login tokens. Synapse may remember an acting session for a while, so the account must be
 * locked already.
 */
export async function endOtherTokens(database: Pick<Database, "run">, user: UserId): Promise<void> {
  const quoted = `'${user.replaceAll("'", "''")}'`;
  await database.run(
    `DELETE FROM access_tokens WHERE puppets_user_id = ${quoted};\nDELETE FROM login_tokens WHERE user_id = ${quoted};`,
  );
}
