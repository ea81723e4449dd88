import { createAdministrator, resetPassword } from "../operations/accounts.ts";
import { accountId, asOperator } from "./admin-world.ts";
import { type NewPassword, newPassword, type PasswordOptions } from "./new-password.ts";
import { beginSession, type StackOptions } from "./session.ts";
import { settledStack } from "./settings.ts";

/** How `admin create` is called. */
export interface CreateOptions extends StackOptions, PasswordOptions {
  readonly displayName: string | undefined;
}

/** Makes an administrator's account. */
export async function createAdmin(name: string, options: CreateOptions): Promise<number> {
  const session = beginSession("admin create", options);
  const settled = await settledStack(session);
  const user = accountId(name, settled.plan.serverName);
  const made = await newPassword(session.terminal, options);
  const account = { user, displayName: options.displayName ?? null, password: made.password };
  await asOperator(session, settled, (synapse) => createAdministrator(synapse, account));
  session.terminal.result(
    options.json
      ? JSON.stringify({ version: 1, user, admin: true, ...shownPassword(made) })
      : [`${user} is an administrator now.`, ...passwordLines(made), `Sign in at ${settled.plan.baseUrl}`].join("\n"),
  );
  return 0;
}

/** How `admin reset-password` is called. */
export interface ResetOptions extends StackOptions, PasswordOptions {
  readonly signOut: boolean;
}

/** Gives an account a new password. */
export async function resetAdminPassword(name: string, options: ResetOptions): Promise<number> {
  const session = beginSession("admin reset-password", options);
  const settled = await settledStack(session);
  const user = accountId(name, settled.plan.serverName);
  const made = await newPassword(session.terminal, options);
  await asOperator(session, settled, (synapse) => resetPassword(synapse, user, made.password, options.signOut));
  const devices = options.signOut ? "All its devices are signed out." : "Its devices stay signed in.";
  session.terminal.result(
    options.json
      ? JSON.stringify({ version: 1, user, signedOut: options.signOut, ...shownPassword(made) })
      : [`${user} has a new password. ${devices}`, ...passwordLines(made)].join("\n"),
  );
  return 0;
}

/** A generated password is shown this once: nothing keeps it. */
function passwordLines({ password, generated }: NewPassword): readonly string[] {
  return generated ? [`Its password, shown this once:  ${password.reveal()}`] : [];
}

function shownPassword({ password, generated }: NewPassword): { readonly password?: string } {
  return generated ? { password: password.reveal() } : {};
}
