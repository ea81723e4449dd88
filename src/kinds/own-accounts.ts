import { type Localpart, type ServerName, type UserId, userIdOf } from "./names.ts";

/** The local part of the account that chatkeep administers a server as (templates/synapse/operator.yaml). */
export const operatorName = "chatkeep" as Localpart;

/**
 * The local part of the canary: a member without a person, in an encrypted room of its own. That it can read its old messages
 * after a restore, with its recovery key alone, is what a drill proves for all members. Synapse takes no name with an underscore in front.
 */
const canaryName = "chatkeep-canary" as Localpart;

/** The names that no person can have. */
export const ownNames: readonly string[] = [operatorName, canaryName];

/** The operator's own account on a server. */
export function operatorOn(server: ServerName): UserId {
  return userIdOf(operatorName, server);
}

/** The canary's account on a server. */
export function canaryOn(server: ServerName): UserId {
  return userIdOf(canaryName, server);
}

/** Whether this is the canary of a server. */
export function isCanary(user: string): boolean {
  return user.startsWith(`@${canaryName}:`);
}
