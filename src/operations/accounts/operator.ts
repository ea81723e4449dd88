import { StackError } from "../../errors.ts";
import type { Database } from "../../io/postgres/database.ts";
import type { StackEngine } from "../../io/stack-engine.ts";
import type { SynapseOperator } from "../../io/synapse/operator.ts";
import type { ServerName, UserId } from "../../kinds/names.ts";
import { operatorName, operatorOn } from "../../kinds/own-accounts.ts";
import type { MainRole, PlannedService } from "../../plan/plan.ts";

/** What has to be done before the operator may use the admin API. */
export type OperatorStep = "register" | "makeAdministrator";

/**
 * What the operator lacks, from what the database says of it: `null` is no such user. The database is asked, and not
 * Synapse: Synapse remembers for good that a user is no administrator once it was asked
 * (`is_server_admin` in storage/databases/main/registration.py), and forgets it only when it sets the right itself.
 */
export function decideOperator(row: { readonly admin: boolean } | null): readonly OperatorStep[] {
  if (row === null) return ["register", "makeAdministrator"];
  return row.admin ? [] : ["makeAdministrator"];
}

/** What making the operator an administrator needs. */
export interface OperatorWorld {
  readonly engine: Pick<StackEngine, "database">;
  readonly synapse: SynapseOperator;
  readonly services: Readonly<Record<MainRole, Pick<PlannedService, "name">>>;
  readonly serverName: ServerName;
}

/** Makes sure that the operator exists and is an administrator: no login, no device, no token in the database. */
export async function ensureOperator(world: OperatorWorld): Promise<void> {
  const user = operatorOn(world.serverName);
  for (const step of decideOperator(await readOperator(world, user))) await performOperatorStep(step, world, user);
}

function performOperatorStep(step: OperatorStep, world: OperatorWorld, user: UserId): Promise<void> {
  switch (step) {
    case "register":
      return register(world.synapse);
    case "makeAdministrator":
      return makeAdministrator(world, user);
    default:
      return step satisfies never;
  }
}

/** Registration by an application service (Matrix client-server API, "Server admin-style permissions"); a name in use is one registered before. */
async function register(synapse: SynapseOperator): Promise<void> {
  const body = { type: "m.login.application_service", username: operatorName, inhibit_login: true };
  const { status, body: answer } = await synapse.send("POST", "/_matrix/client/v3/register", body);
  if (status === 200 || (status === 400 && JSON.stringify(answer).includes("M_USER_IN_USE"))) return;
  throw new StackError(`Synapse did not register its operator: ${status} ${JSON.stringify(answer)}`, {
    next: "Read its log:  npx chatkeep logs synapse",
  });
}

async function readOperator(world: OperatorWorld, user: UserId): Promise<{ readonly admin: boolean } | null> {
  const [row] = await Array.fromAsync(ask(world, `SELECT admin FROM users WHERE name = ${literal(user)}`));
  return row === undefined ? null : { admin: row[0] !== "0" };
}

async function makeAdministrator(world: OperatorWorld, user: UserId): Promise<void> {
  await Array.fromAsync(ask(world, `UPDATE users SET admin = 1 WHERE name = ${literal(user)} RETURNING name`));
}

function ask({ engine, services }: OperatorWorld, statement: string): ReturnType<Database["rows"]> {
  return engine.database(services.postgres.name).rows(statement);
}

/** A string constant (PostgreSQL manual, 4.1.2.1). */
function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
