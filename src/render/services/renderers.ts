import type { Plan, PlannedService } from "../../plan/plan.ts";
import { backupSecrets, renderBackup } from "./backup.ts";
import { renderSynapse } from "./homeserver.ts";
import { postgresSecrets, renderPostgres } from "./postgres.ts";
import { proxySecrets, renderProxy } from "./proxy.ts";
import type { ServiceRenderer } from "./renderer.ts";
import { renderSynapseSecrets } from "./synapse-secrets.ts";
import { renderTurn, turnSecrets } from "./turn.ts";

/** What writes the files of each service. Configurations are named after their contents in this order: another one would be another name. */
export const serviceRenderers: Readonly<Record<string, ServiceRenderer>> = {
  synapse: { files: renderSynapse, secretFiles: renderSynapseSecrets },
  postgres: { files: renderPostgres, secretFiles: postgresSecrets },
  proxy: { files: renderProxy, secretFiles: proxySecrets },
  turn: { files: renderTurn, secretFiles: turnSecrets },
  backup: { files: renderBackup, secretFiles: backupSecrets },
};

/** Each renderer with the service that it is for, undefined where the plan has none. */
export function renderersFor(
  { services }: Plan,
  renderers: Readonly<Record<string, ServiceRenderer>>,
): readonly (readonly [string, PlannedService | undefined, ServiceRenderer])[] {
  const without = Object.keys(services).filter((name) => renderers[name] === undefined);
  if (without.length > 0) throw new Error(`nothing writes the files of ${without.join(", ")}`);
  return Object.entries(renderers).map(([name, renderer]) => [name, services[name], renderer] as const);
}
