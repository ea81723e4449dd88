import { Refusal, StackError } from "../errors.ts";
import type { SynapseAnswer, SynapseOperator } from "../io/synapse-operator.ts";
import type { Json } from "../kinds/json.ts";
import type { UserId } from "../kinds/names.ts";
import type { Secret } from "../kinds/secret.ts";

/** A new administrator. */
export interface NewAdministrator {
  readonly user: UserId;
  readonly displayName: string | null;
  readonly password: Secret;
}

/** Makes an administrator's account (Synapse admin API, "Create or modify account"); an account that exists is left alone. */
export async function createAdministrator(
  synapse: SynapseOperator,
  { user, displayName, password }: NewAdministrator,
): Promise<void> {
  const path = `/_synapse/admin/v2/users/${encodeURIComponent(user)}`;
  if ((await synapse.send("GET", path)).status === 200)
    throw new Refusal(`${user} exists already`, {
      next: "For a new password:  npx chatkeep admin reset-password NAME",
    });
  const name: Readonly<Record<string, Json>> = displayName === null ? {} : { displayname: displayName };
  expectDone(await synapse.send("PUT", path, { ...name, password: password.reveal(), admin: true }), `make ${user}`);
}

/** Sets a password (Synapse admin API, "Reset password"). Devices stay signed in, and so keep their keys, unless asked otherwise. */
export async function resetPassword(
  synapse: SynapseOperator,
  user: UserId,
  password: Secret,
  signOut: boolean,
): Promise<void> {
  const users = `/_synapse/admin/v2/users/${encodeURIComponent(user)}`;
  if ((await synapse.send("GET", users)).status === 404)
    throw new Refusal(`There is no account ${user}`, {
      next: "To make an administrator:  npx chatkeep admin create NAME",
    });
  const path = `/_synapse/admin/v1/reset_password/${encodeURIComponent(user)}`;
  const body = { new_password: password.reveal(), logout_devices: signOut };
  expectDone(await synapse.send("POST", path, body), `set the password of ${user}`);
}

function expectDone({ status, body }: SynapseAnswer, what: string): void {
  if (status >= 200 && status < 300) return;
  throw new StackError(`Synapse did not ${what}: ${status} ${JSON.stringify(body)}`, {
    next: "See what it says:  npx chatkeep logs synapse",
  });
}
