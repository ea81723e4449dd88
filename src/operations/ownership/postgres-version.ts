import { Refusal } from "../../errors.ts";
import type { StackPaths } from "../../io/machine/paths.ts";
import type { Plan } from "../../plan/plan.ts";
import { upgradeCommand } from "../../render/services/postgres.ts";

/**
 * Refuses another major version of Postgres than the data is of, before anything is replaced: no server opens the files of another
 * (PostgreSQL manual, "Upgrading a PostgreSQL Cluster"). The installer also refuses it, for plain `pulumi up`, and last of all Postgres's start script.
 */
export function refuseOtherPostgres(
  { stack, postgresVersion }: Pick<Plan, "stack" | "postgresVersion">,
  { stackFile }: Pick<StackPaths, "stackFile">,
  there: number | null,
): void {
  if (there === null || there === postgresVersion) return;
  throw new Refusal(
    `The database of the stack ${stack} is of Postgres ${there}, and ${stackFile} says ${postgresVersion} (chatkeep:postgresVersion): no version opens the files of another. Nothing was changed`,
    {
      next: `Write chatkeep:postgresVersion: ${there} again. Only this changes the version, together with the data:  ${upgradeCommand(stack)}`,
    },
  );
}
